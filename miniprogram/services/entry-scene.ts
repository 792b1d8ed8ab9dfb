/**
 * How the mini program was entered last, also when it only came back from the background. Scene
 * values: https://developers.weixin.qq.com/miniprogram/dev/reference/scene-list.html
 */
export function entryScene(): number {
  return wx.getEnterOptionsSync().scene;
}
