import { appidOf, type Environment, mchIdOf } from '../settings';

/** Who pays through a red packet interface. */
export interface RedPacketMerchant {
  readonly mchId: string;
  /** The v2 key. */
  readonly apiKey: string;
  /** The account under which recipients have their openids. */
  readonly appid: string;
}

/** Throws when a value cannot be meant. */
export function redPacketMerchant(
  env: Environment,
  appidName: 'WECHATPAY_WXAPPID' | 'WECHATPAY_MINI_APPID',
): RedPacketMerchant {
  return {
    mchId: mchIdOf(env),
    apiKey: env['WECHATPAY_API_KEY'] ?? '',
    appid: appidOf(env, appidName),
  };
}
