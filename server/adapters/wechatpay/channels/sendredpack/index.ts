import { type RedPacketProduct, redPacketGateway } from '../../red-packets/gateway';
import { RED_PACKET_DAILY_LIMITS, RED_PACKET_RATE } from '../../red-packets/limits';
import { redPacketMerchant } from '../../red-packets/merchant';
import { commonSendFields } from '../../red-packets/send';
import type { Environment } from '../../settings';
import type { ChannelAdapter } from '../channel';
import { missingForSendRedPack } from './missing';

/**
 * 现金红包 (page 4011974053): a message of the merchant's official account, whose appid is the only
 * one this interface takes. Nothing opens on the mini program's side. risk_info is left out.
 */
export const sendRedPack: ChannelAdapter = {
  missing: missingForSendRedPack,
  open(env, tools) {
    const merchant = redPacketMerchant(env, 'WECHATPAY_WXAPPID');
    const clientIp = clientIpOf(env);
    const product: RedPacketProduct = {
      merchant,
      sendPath: '/mmpaymkttransfers/sendredpack',
      sendFields: (order) => ({ ...commonSendFields(order, merchant), client_ip: clientIp }),
    };
    return redPacketGateway(product, env, tools);
  },
  rate: RED_PACKET_RATE,
  dailyLimits: RED_PACKET_DAILY_LIMITS,
};

/** What the provider should see as the caller; it is stored there and decides nothing. */
function clientIpOf(env: Environment): string {
  return env['WECHATPAY_CLIENT_IP'] || '127.0.0.1';
}
