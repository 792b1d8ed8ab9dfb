/** Globals that WeChat provides to every script; components under test may call them at load time. */
const phone = globalThis as Record<string, unknown>;
phone['getApp'] = () => ({ globalData: {} });
phone['App'] = () => undefined;
phone['getCurrentPages'] = () => [];

export {};
