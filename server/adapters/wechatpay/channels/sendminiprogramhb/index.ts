import { type RedPacketProduct, redPacketGateway } from '../../red-packets/gateway';
import { RED_PACKET_DAILY_LIMITS, RED_PACKET_RATE } from '../../red-packets/limits';
import { redPacketMerchant } from '../../red-packets/merchant';
import { commonSendFields } from '../../red-packets/send';
import type { ChannelAdapter } from '../channel';
import { missingForSendMiniProgramHb } from './missing';
import { bizRedPacketCall } from './phone-call';

/**
 * 小程序红包 (page 4011941282): for players who came by scanning; the packet opens on a page of
 * WeChat's. Like 现金红包, but with the mini program's appid, a fixed notify_way, and neither
 * client_ip nor risk_info.
 */
export const sendMiniProgramHb: ChannelAdapter = {
  missing: missingForSendMiniProgramHb,
  open(env, tools) {
    const { clock, randomBytes } = tools;
    const merchant = redPacketMerchant(env, 'WECHATPAY_MINI_APPID');
    const product: RedPacketProduct = {
      merchant,
      sendPath: '/mmpaymkttransfers/sendminiprogramhb',
      sendFields: (order) => ({
        ...commonSendFields(order, merchant),
        notify_way: 'MINI_PROGRAM_JSAPI',
      }),
      phoneCall: (_order, pass) =>
        bizRedPacketCall(pass, {
          ...merchant,
          atMs: clock(),
          nonce: Buffer.from(randomBytes(16)).toString('hex'),
        }),
    };
    return redPacketGateway(product, env, tools);
  },
  rate: RED_PACKET_RATE,
  dailyLimits: RED_PACKET_DAILY_LIMITS,
};
