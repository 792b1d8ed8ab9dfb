import { createHash } from 'node:crypto';
import type { StoreOptions } from '../memory';
import type { Callback, CallbackEvent } from './callback';

/** What is to be told, and when next. */
export interface Callbacks {
  /** Part of applying the one entry that ends a bill, order or refund: never recorded by itself. */
  add(callback: NewCallback): void;
  /** Neither acknowledged nor given up, soonest first. */
  pending(): readonly Callback[];
  /** The next state of a known one. */
  put(callback: Callback): void;
  apply(entry: CallbackEntry): void;
}

export type NewCallback = Pick<Callback, 'event' | 'no' | 'url' | 'createdAtMs'>;

export interface CallbackEntry {
  readonly kind: 'callback';
  readonly callback: Callback;
}

export function createCallbacks(options: StoreOptions<CallbackEntry>): Callbacks {
  const pending = new Map<string, Callback>();

  function apply({ callback }: CallbackEntry): void {
    if (callback.nextAtMs === null) pending.delete(callback.id);
    else pending.set(callback.id, callback);
  }

  return {
    add(news) {
      const fresh = { attempts: 0, nextAtMs: news.createdAtMs, acknowledged: false };
      apply({ kind: 'callback', callback: { ...news, ...fresh, id: idOf(news) } });
    },
    pending: () => [...pending.values()].sort((a, b) => (a.nextAtMs ?? 0) - (b.nextAtMs ?? 0)),
    put(callback) {
      options.record({ kind: 'callback', callback });
      options.onChange();
    },
    apply,
  };
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

const times = (count: number, ms: number): number[] => Array(count).fill(ms);

/** 商家转账 通知: 0 s, then 15 s × 10, 300 s × 10, 1800 s × 44. */
const TRANSFER_GAPS_MS: readonly number[] = [
  ...times(10, 15 * SECOND_MS),
  ...times(10, 300 * SECOND_MS),
  ...times(44, 1_800 * SECOND_MS),
];

/** 支付结果通知: 15 s/15 s/30 s/3 m/10 m/20 m/30 m/30 m/30 m/60 m/3 h/3 h/3 h/6 h/6 h. */
const ORDER_GAPS_MS: readonly number[] = [
  ...times(2, 15 * SECOND_MS),
  30 * SECOND_MS,
  3 * MINUTE_MS,
  10 * MINUTE_MS,
  20 * MINUTE_MS,
  ...times(3, 30 * MINUTE_MS),
  60 * MINUTE_MS,
  ...times(3, 3 * HOUR_MS),
  ...times(2, 6 * HOUR_MS),
];

/** From one attempt to the next, in the order of the attempts. */
const GAPS_MS: Readonly<Record<CallbackEvent, readonly number[]>> = {
  'transfer-finished': TRANSFER_GAPS_MS,
  'order-paid': ORDER_GAPS_MS,
  'refund-ended': ORDER_GAPS_MS,
};

/** The callback after one more attempt, counted from the instant that one was due. */
export function attempted(callback: Callback, acknowledged: boolean): Callback {
  const gapMs = acknowledged ? undefined : GAPS_MS[callback.event][callback.attempts];
  return {
    ...callback,
    attempts: callback.attempts + 1,
    nextAtMs: gapMs === undefined ? null : (callback.nextAtMs ?? 0) + gapMs,
    acknowledged,
  };
}

/** The same after a restart, whose journal does not hold it. */
function idOf({ event, no }: NewCallback): string {
  const hex = createHash('sha256').update(`${event} ${no}`).digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return `${parts.join('-')}-${hex.slice(20, 32)}`;
}
