/**
 * The web page on which the accounts are linked. WeChat gives it the whole screen. Its messages are
 * not listened to: they arrive only when it is left anyway, and then the cloud is asked.
 */
Page({
  data: { url: '' },

  onLoad(query: Record<string, string | undefined>) {
    this.setData({ url: decodeURIComponent(query.url ?? '') });
  },

  onError() {
    wx.showToast({ title: '页面没有打开，请稍后再试', icon: 'none' });
    wx.navigateBack();
  },
});
