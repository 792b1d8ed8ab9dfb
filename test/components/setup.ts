/** What the platform gives every script before a component is loaded. */
Object.assign(globalThis, {
  App: () => {},
  getApp: () => ({ globalData: {} }),
  getCurrentPages: () => [],
});
