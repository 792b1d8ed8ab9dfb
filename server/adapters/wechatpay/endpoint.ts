export const WECHAT_PAY_URL = 'https://api.mch.weixin.qq.com';

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Where payments go. Anything but WeChat Pay is accepted only on this very machine, and only while
 * the database is a stand-in on this machine as well: then no real campaign can be paid by a
 * sandbox, nor a stand-in's players by real money. Otherwise the process must not start, so this
 * throws. `cloudContext` is TCB_CONTEXT_CNFG, which in production names no loopback address.
 */
export function payEndpoint(configuredUrl: string | undefined, cloudContext: string | undefined) {
  const standIn = isStandInCloud(cloudContext);
  const url = configuredUrl === undefined || configuredUrl === '' ? WECHAT_PAY_URL : configuredUrl;
  if (url === WECHAT_PAY_URL) {
    if (standIn) throw new Error('a stand-in cloud must not pay through the real WeChat Pay');
    return url;
  }
  if (!isLoopback(url) || !url.startsWith('https://')) {
    throw new Error('WECHATPAY_BASE_URL may only name WeChat Pay, or a sandbox on this machine');
  }
  if (!standIn) throw new Error('WECHATPAY_BASE_URL names a sandbox, but the cloud is a real one');
  return url;
}

/** Whether the functions' own database is on this very machine. */
export function isStandInCloud(cloudContext: string | undefined): boolean {
  return isLoopback(databaseUrlOf(cloudContext));
}

function databaseUrlOf(cloudContext: string | undefined): string {
  if (!cloudContext) return '';
  const { URL: url }: { URL?: unknown } = JSON.parse(cloudContext);
  return typeof url === 'string' ? url : '';
}

function isLoopback(url: string): boolean {
  try {
    return LOOPBACK_HOSTS.has(new URL(url).hostname);
  } catch {
    return false; // no address at all
  }
}
