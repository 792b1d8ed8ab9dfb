import { readableYuan } from '../../shared/fen';
import { HELD_WORDS } from '../components/held-payouts/held-words';

/** What the self-check or the provider refuses all payouts of a channel for, in words to act on. */
const PAUSE_WORDS: Readonly<Record<string, string>> = {
  API_METHOD_CLOSED: '商户平台关闭了接口发放，请在商户平台打开',
  SIGN_ERROR: 'API 密钥不正确，请核对',
  CA_ERROR: '商户证书不正确，请重新上传',
  PAYER_ACCOUNT_ABNORMAL: '商户的付款账户异常，请到商户平台处理',
  NO_AUTH: '商户号没有开通这种发放，请到商户平台查看',
  USER_ERROR: '商户号状态异常，请到商户平台处理',
  IP_NOT_ALLOWED: '云函数的出口 IP 不在商户平台的名单里，加上后会自动继续',
  CERTIFICATE_EXPIRED: '商户证书已过期，请更换',
  CERTIFICATE_NOT_YET_VALID: '商户证书还没到生效时间',
  CERTIFICATE_KEY_MISMATCH: '证书和私钥不是一对，请重新上传',
  CERTIFICATE_WRONG_MERCHANT: '证书不属于这个商户号',
  CERTIFICATE_WRONG_PASSPHRASE: '证书密码不正确',
  CERTIFICATE_UNREADABLE: '证书文件无法读取，请重新上传',
  CERTIFICATE_LEGACY_P12: '证书用了旧式加密，请换成 PEM 格式',
  CERTIFICATE_NOT_DOWNLOADED: '暂时取不到商户证书，会自动再试',
  PLATFORM_KEY_UNREADABLE: '微信支付公钥无法读取，请核对编号和文件',
  SECRET_MISSING: '支付设置没有填完整',
  API_KEY_SHAPE: 'API 密钥应为 32 位',
  SENDAMOUNT_LIMIT: '今天的发放总额已到上限，明天 8:00 后继续',
  DAY_OVER_LIMITED: '今天的发放个数已到上限，明天 8:00 后继续',
};

/** The two accounts a channel may be paid from, each by its own interface's code. */
const SHORT_ACCOUNTS: Readonly<Record<string, string>> = {
  NOTENOUGH: '商户余额',
  NOT_ENOUGH: '商户运营账户余额',
};

/** Why payouts stand still. `owedFen`: what would pay everything, where money is what is missing. */
export function pauseWords(answered: string, owedFen: number): string {
  // Real answers have shown a space inside a code.
  const reason = answered.replace(/\s/g, '');
  const account = SHORT_ACCOUNTS[reason];
  if (account) return `${account}不足，充值 ¥${readableYuan(owedFen)} 就够发完，充值后会自动继续`;
  const words = PAUSE_WORDS[reason];
  if (words) return words;
  // The same refusal held several payouts in a row.
  const held = HELD_WORDS[reason];
  return held ? `接连几笔都没有发出：${held}` : `微信支付的答复是 ${reason}`;
}
