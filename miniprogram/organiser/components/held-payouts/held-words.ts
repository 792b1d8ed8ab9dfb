const HELD_WORDS: Readonly<Record<string, string>> = {
  NO_AUTH: '微信支付认为收款账号有风险或未实名',
  OPENID_ERROR: '收款人与公众号不匹配',
  ILLEGAL_APPID: '公众号设置不正确',
  PARAM_ERROR: '发放参数被拒绝',
  XML_ERROR: '发放请求被拒绝',
  FATAL_ERROR: '同一单号的金额或收款人不一致',
  BILL_TOO_OLD: '超过 30 天，微信支付不再提供查询',
  SEND_FAILED: '多次发放都没有成功',
  FAILED: '微信支付说这笔没有发成',
  BILL_MISMATCH: '单据和领取记录对不上',
  MONEY_LIMIT: '金额超出了商户的允许范围',
};

/** Why a payout waits for a person. */
export function heldWords(reason: string): string {
  return HELD_WORDS[reason] ?? reason;
}
