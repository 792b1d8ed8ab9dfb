import { certificateNames, type Environment, unset } from '../../settings';

export function missingForSendMiniProgramHb(env: Environment): readonly string[] {
  return unset(env, [
    'WECHATPAY_MCH_ID',
    'WECHATPAY_API_KEY',
    'WECHATPAY_MINI_APPID',
    ...certificateNames(env),
  ]);
}
