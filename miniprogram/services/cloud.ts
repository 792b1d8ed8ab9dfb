import type { CashierApi } from '../shared/contract/cashier';
import type { OrganiserApi } from '../shared/contract/organiser';
import type { PlayerApi } from '../shared/contract/player';
import type { Reply } from '../shared/contract/reply';
import type { CallResult, PhoneFailure } from './call-result';
import { serverClock } from './server-clock';

/** The cloud functions a phone may call. */
interface Functions {
  player: PlayerApi;
  organiser: OrganiserApi;
  cashier: CashierApi;
}

type RequestOf<T> = T extends { request: infer R } ? R : never;
type ValueOf<T> = T extends { value: infer V } ? V : never;

/** Longer than any answer takes; after this nobody is still looking at the page. */
const CALL_TIMEOUT_MS = 12_000;

export function openCloud(): void {
  if (wx.cloud) wx.cloud.init({ traceUser: false });
  else console.error('this WeChat is too old for cloud functions');
}

/** One call of one cloud function. Retries nothing: whether a call may be repeated is its owner's to know. */
export async function call<F extends keyof Functions, A extends keyof Functions[F] & string>(
  functionName: F,
  action: A,
  request: RequestOf<Functions[F][A]>,
): Promise<CallResult<ValueOf<Functions[F][A]>>> {
  const sentAtMs = Date.now();
  let result: unknown;
  try {
    const data = { action, ...(request as object) };
    const answer = await withinTime(wx.cloud.callFunction({ name: functionName, data }));
    result = answer.result;
  } catch (error) {
    console.warn(`${functionName}/${action} did not come back`, error);
    return { ok: false, failure: await whyItBroke() };
  }
  if (!isReply<ValueOf<Functions[F][A]>>(result)) {
    console.error(`${functionName}/${action} answered something that is no reply`, result);
    return { ok: false, failure: { code: 'INTERNAL' } };
  }
  serverClock.observe({ sentAtMs, receivedAtMs: Date.now(), serverNowMs: result.serverNowMs });
  return result.ok ? { ok: true, value: result.value } : { ok: false, failure: result.failure };
}

function withinTime<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer in time')), CALL_TIMEOUT_MS);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** The envelope is checked; what is inside it is our own cloud's word. */
function isReply<T>(result: unknown): result is Reply<T> {
  if (typeof result !== 'object' || result === null) return false;
  const reply = result as Partial<{ ok: unknown; serverNowMs: unknown; failure: unknown }>;
  if (typeof reply.serverNowMs !== 'number') return false;
  if (reply.ok === true) return 'value' in reply;
  return reply.ok === false && typeof reply.failure === 'object' && reply.failure !== null;
}

function whyItBroke(): Promise<PhoneFailure> {
  return new Promise((resolve) => {
    wx.getNetworkType({
      success: ({ networkType }) =>
        resolve({ code: networkType === 'none' ? 'OFFLINE' : 'NETWORK' }),
      fail: () => resolve({ code: 'NETWORK' }),
    });
  });
}
