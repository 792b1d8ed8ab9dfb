import { certificateNames, type Environment, missingPlatformKeys, unset } from '../../settings';

export function missingForTransferBills(env: Environment): readonly string[] {
  return [
    ...unset(env, [
      'WECHATPAY_MCH_ID',
      'WECHATPAY_API_V3_KEY',
      'WECHATPAY_MINI_APPID',
      ...certificateNames(env),
      'WECHATPAY_NOTIFY_URL',
    ]),
    ...missingPlatformKeys(env),
  ];
}
