/** Back to where the person came from; from a page that was opened directly, to the home page. */
export function leavePage(): void {
  if (getCurrentPages().length > 1) wx.navigateBack();
  else wx.switchTab({ url: '/pages/home/home' });
}
