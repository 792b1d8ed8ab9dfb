import {
  appidOf,
  baseUrlOf,
  certificateOf,
  mchIdOf,
  notifyUrlOf,
  platformKeySourceOf,
} from '../../settings';
import type { ChannelAdapter } from '../channel';
import { transferBillsGateway } from './gateway';
import { missingForTransferBills } from './missing';

/** 商家转账 (page 4012716434), shown to the player as a red packet, from the 运营账户. */
export const transferBills: ChannelAdapter = {
  missing: missingForTransferBills,
  open(env, tools) {
    const mchId = mchIdOf(env);
    const merchant = {
      mchId,
      appid: appidOf(env, 'WECHATPAY_MINI_APPID'),
      notifyUrl: notifyUrlOf(env, '/transfer'),
    };
    return transferBillsGateway(merchant, {
      ...tools,
      mchId,
      apiV3Key: env['WECHATPAY_API_V3_KEY'] ?? '',
      certificate: certificateOf(env),
      platformKeys: platformKeySourceOf(env),
      baseUrl: baseUrlOf(env),
    });
  },
  /** The page allows 100 a second for sends and queries together. */
  rate: { perSecond: 100 },
  /**
   * The single and daily amounts belong to the scene and are set on the merchant platform. These
   * are the figures of the older transfer product, 20,000 yuan per player and 1,000,000 per
   * merchant, kept as this program's own ceiling.
   */
  dailyLimits: {
    packetsPerPlayer: 100,
    amountFenPerPlayer: 2_000_000,
    amountFenPerMerchant: 100_000_000,
  },
};
