/**
 * `/jweixin.js`: the part of WeChat's JS-SDK that pages inside `<web-view>` use, `wx.miniProgram`, for
 * machines that cannot or should not load https://res.wx.qq.com/open/js/jweixin-1.6.0.js. A page needs
 * no script at all to say the same: `parent.postMessage({ miniProgram: 'navigateBack' }, '*')`.
 */
export const JWEIXIN = `(() => {
  const ask = (miniProgram) => (options = {}) => {
    const { success, complete, fail, ...rest } = options;
    parent.postMessage({ miniProgram, options: rest }, '*');
    success?.({ errMsg: miniProgram + ':ok' });
    complete?.({ errMsg: miniProgram + ':ok' });
  };
  const names = ['navigateTo', 'navigateBack', 'switchTab', 'reLaunch', 'redirectTo', 'postMessage'];
  window.__wxjs_environment = 'miniprogram';
  window.wx = {
    miniProgram: {
      ...Object.fromEntries(names.map((name) => [name, ask(name)])),
      getEnv: (callback) => callback({ miniprogram: parent !== window }),
    },
  };
})();
`;
