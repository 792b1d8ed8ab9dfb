/** Refusals of one payout: the red packet interfaces' codes, then those of transfers, then our own. */
export const HELD_WORDS: Readonly<Record<string, string>> = {
  NO_AUTH: '微信支付认为收款账号有风险或未实名',
  OPENID_ERROR: '收款人与公众号不匹配',
  ILLEGAL_APPID: '公众号设置不正确',
  MSGAPPID_ERROR: '公众号设置不正确',
  ACCEPTMODE_ERROR: '商户号没有开通这种领取方式',
  PARAM_ERROR: '发放参数被拒绝',
  XML_ERROR: '发放请求被拒绝',
  FATAL_ERROR: '同一单号的金额或收款人不一致',
  MONEY_LIMIT: '金额超出了商户的允许范围',

  INVALID_REQUEST: '发放请求被拒绝，或同一单号的内容不一致',
  ACCOUNT_FROZEN: '收款人的账户被冻结',
  ACCOUNT_NOT_EXIST: '收款人的账户不存在',
  BLOCK_B2C_USERLIMITAMOUNT_BSRULE_MONTH: '收款人本月收款已到上限',
  BLOCK_B2C_USERLIMITAMOUNT_MONTH: '收款人本月收款已到上限',
  DAY_RECEIVED_COUNT_EXCEED: '收款人今天的收款次数已到上限',
  DAY_RECEIVED_QUOTA_EXCEED: '收款人今天的收款金额已到上限',
  ID_CARD_NOT_CORRECT: '收款人的身份信息不一致',
  NAME_NOT_CORRECT: '收款人的姓名不一致',
  OPENID_INVALID: '收款人与小程序不匹配',
  PAYEE_ACCOUNT_ABNORMAL: '收款人的账户异常',
  REALNAME_ACCOUNT_RECEIVED_QUOTA_EXCEED: '收款人的账户收款已到上限',
  REAL_NAME_CHECK_FAIL: '收款人还没有通过实名',
  TRANSFER_QUOTA_EXCEED: '金额超出了收款人的限额',
  TRANSFER_RISK: '微信支付认为这笔转账有风险',
  FAIL: '微信支付说这笔没有发成',

  BILL_TOO_OLD: '超过 30 天，微信支付不再提供查询',
  SEND_FAILED: '多次发放都没有成功',
  FAILED: '微信支付说这笔没有发成',
  BILL_MISMATCH: '单据和领取记录对不上',
};

/** Why a payout waits for a person. */
export function heldWords(reason: string): string {
  return HELD_WORDS[reason] ?? reason;
}
