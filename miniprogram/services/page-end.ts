/** How a page of WeChat's was left, or why there was none. */
export type PageEnd = 'closed' | 'cancelled' | 'too-old' | 'other-account' | 'failed';

/** What `errMsg` of wx.requestMerchantTransfer, wx.sendBizRedPacket and wx.requestPayment means. */
export function pageEnd(errMsg: string): Exclude<PageEnd, 'too-old'> {
  if (/:ok\b/.test(errMsg)) return 'closed';
  if (/cancel/i.test(errMsg)) return 'cancelled';
  // 你的微信号与商家指定的微信号不一致
  return errMsg.includes('不一致') ? 'other-account' : 'failed';
}
