import { certificateNames, type Environment, unset } from '../../settings';

/**
 * Two of them are not for paying: without them no player could be known under the official account,
 * so a packet of this channel could never leave.
 */
export function missingForSendRedPack(env: Environment): readonly string[] {
  return unset(env, [
    'WECHATPAY_MCH_ID',
    'WECHATPAY_API_KEY',
    'WECHATPAY_WXAPPID',
    ...certificateNames(env),
    'OFFICIAL_ACCOUNT_SECRET',
    'IDENTITY_LINK_URL',
  ]);
}
