import * as v from 'valibot';
import type { Reply } from '../../miniprogram/shared/contract/reply';
import { failure, type Result } from '../../miniprogram/shared/result';
import { bytesToHex } from '../domain/hex';
import { NewerRecord } from '../domain/record-versions';
import type { Tools } from '../usecases/tools';
import { isBearable } from './payload-size';

/** Who calls, as the platform says it; nothing of this is ever taken from the event. */
export interface Caller {
  readonly openid: string | undefined;
  readonly appid: string | undefined;
  /** Only where the platform knows the caller across the merchant's accounts. */
  readonly unionid?: string | undefined;
}

/** One entry for every action of an API: what its request looks like, and what it does. */
export type Actions<Api extends { [A in keyof Api]: { request: object; value: unknown } }> = {
  readonly [A in keyof Api]: {
    readonly request: v.GenericSchema<unknown, Api[A]['request']>;
    readonly run: (
      openid: string,
      request: Api[A]['request'],
      caller: Caller,
    ) => Promise<Result<Api[A]['value']>>;
  };
};

export type Api = (event: unknown, caller: Caller) => Promise<Reply<unknown>>;

type AnyAction = {
  readonly request: v.GenericSchema<unknown, unknown>;
  readonly run: (openid: string, request: never, caller: Caller) => Promise<Result<unknown>>;
};

const TRACE_ID_BYTES = 6;

/**
 * From an event to an action and back to a reply. The first of these that applies: FORBIDDEN (no
 * caller, or `refuses` says so), INVALID with `path`, whatever the action answers, BUSY for a
 * record of newer code, INTERNAL with a `traceId` that finds the reason in the log; the phone never sees the reason itself.
 */
export function createApi(
  tools: Tools,
  actions: Readonly<Record<string, AnyAction>>,
  refuses: (openid: string, action: string) => Promise<boolean> = async () => false,
): Api {
  async function answer(event: unknown, caller: Caller): Promise<Result<unknown>> {
    const { openid } = caller;
    if (!openid) return failure('FORBIDDEN');
    if (!isBearable(event)) return failure('INVALID', { path: '' });
    const { action: name, ...fields } = withoutPlatformFields(event, caller);
    const action = typeof name === 'string' && Object.hasOwn(actions, name) ? actions[name] : null;
    if (await refuses(openid, action ? String(name) : 'unknown')) return failure('FORBIDDEN');
    if (!action) return failure('INVALID', { path: 'action' });

    const parsed = v.safeParse(action.request, fields, { abortEarly: true });
    if (!parsed.success) {
      return failure('INVALID', { path: v.getDotPath(parsed.issues[0]) ?? '' });
    }
    return action.run(openid, parsed.output as never, caller);
  }

  return async (event, caller) => {
    const result = await answer(event, caller).catch((error: unknown) => broken(tools, error));
    const serverNowMs = tools.clock();
    return result.ok
      ? { ok: true, serverNowMs, value: result.value }
      : { ok: false, serverNowMs, failure: result.failure };
  };
}

/**
 * The platform itself adds `userInfo` to the event of a phone's call
 * (https://developers.weixin.qq.com/miniprogram/dev/wxcloud/guide/functions/userinfo.html). It is
 * dropped when it is exactly that; anything else under this name is an unknown field like any other.
 */
function withoutPlatformFields(event: unknown, caller: Caller): Record<string, unknown> {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return {};
  const { userInfo, ...fields } = event as Record<string, unknown>;
  const added = userInfo as { openId?: unknown; appId?: unknown } | null | undefined;
  const isPlatforms =
    typeof added === 'object' &&
    added !== null &&
    added.openId === caller.openid &&
    added.appId === caller.appid &&
    Object.keys(added).length === 2;
  return userInfo === undefined || isPlatforms ? fields : { ...fields, userInfo };
}

function broken(tools: Tools, error: unknown): Result<never> {
  const traceId = bytesToHex(tools.randomBytes(TRACE_ID_BYTES));
  // Newer code understands it: the next call may reach it, as soon as the deployment is through.
  if (error instanceof NewerRecord) {
    tools.log.alert('records.newer', { traceId, message: error.message });
    return failure('BUSY');
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  tools.log.alert('api.failed', { traceId, message });
  return failure('INTERNAL', { traceId });
}
