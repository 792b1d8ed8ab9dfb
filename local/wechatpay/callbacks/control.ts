import type {
  Callback,
  CallbackFault,
  CallbacksControl,
  Deliver,
  Delivery,
  DeliveryRecord,
  PlannedCallbackFault,
} from './callback';
import { attempted, type Callbacks } from './callbacks';
import { isAcknowledgement } from './deliver';

export interface CallbacksControlOptions {
  readonly callbacks: Callbacks;
  readonly nowMs: () => number;
  /** Does what time has brought: it may bring callbacks. */
  readonly catchUp: () => void;
  readonly compose: (callback: Callback, atMs: number, fault: CallbackFault | null) => Delivery;
  readonly deliver: Deliver;
}

const RECORDS_KEPT = 1_000;

export interface CallbackRunner extends CallbacksControl {
  /** Nothing is delivered or remembered from now on, whatever is still under way. */
  stop(): void;
}

/** Delivers what is due, one after the other, with the faults that were planned. */
export function createCallbacksControl(options: CallbacksControlOptions): CallbackRunner {
  const { callbacks, nowMs, compose } = options;
  let deliver = options.deliver;
  let plans: { readonly planned: PlannedCallbackFault; timesLeft: number }[] = [];
  const records: DeliveryRecord[] = [];
  let lastRun: Promise<void> = Promise.resolve();
  let stopped = false;

  async function runDue(): Promise<void> {
    if (stopped) return;
    options.catchUp();
    for (let next = firstDue(); next && !stopped; next = firstDue()) await attempt(next);
  }

  function firstDue(): Callback | null {
    const [first] = callbacks.pending();
    return first && (first.nextAtMs ?? 0) <= nowMs() ? first : null;
  }

  async function attempt(callback: Callback): Promise<void> {
    const planned = takePlan(callback);
    if (planned?.fault === 'never') return callbacks.put({ ...callback, nextAtMs: null });
    if (planned?.fault === 'late') {
      return callbacks.put({ ...callback, nextAtMs: nowMs() + planned.byMs });
    }
    if (planned?.fault === 'probe') await post(callback, planned);
    const fault = planned?.fault === 'probe' ? null : planned;
    let acknowledged = await post(callback, fault);
    if (fault?.fault === 'twice') acknowledged = (await post(callback, fault)) || acknowledged;
    if (!stopped) callbacks.put(attempted(callback, acknowledged));
  }

  async function post(callback: Callback, fault: CallbackFault | null): Promise<boolean> {
    const atMs = nowMs();
    // A server that is not there is an ordinary answer here: the schedule is made for it.
    const reply = await deliver(compose(callback, atMs, fault)).catch(() => null);
    const acknowledged =
      reply !== null && fault?.fault !== 'probe' && isAcknowledgement(callback.event, reply);
    const { id, event, no } = callback;
    records.push({
      id,
      event,
      no,
      atMs,
      fault: fault?.fault ?? null,
      status: reply?.status ?? null,
      acknowledged,
    });
    if (records.length > RECORDS_KEPT) records.shift();
    return acknowledged;
  }

  function takePlan(callback: Callback): CallbackFault | null {
    const struck = plans.find(({ planned: { match } }) => {
      const isEvent = match?.event === undefined || match.event === callback.event;
      return isEvent && (match?.no === undefined || match.no === callback.no);
    });
    if (!struck) return null;
    struck.timesLeft -= 1;
    plans = plans.filter(({ timesLeft }) => timesLeft > 0);
    return struck.planned;
  }

  return {
    pending() {
      options.catchUp();
      return callbacks.pending();
    },
    deliverDue() {
      lastRun = lastRun.then(runDue);
      return lastRun;
    },
    deliveries: () => [...records],
    plan: (planned) => void plans.push({ planned, timesLeft: planned.times ?? 1 }),
    clearPlans() {
      plans = [];
    },
    set(changes) {
      deliver = changes.deliver;
    },
    stop() {
      stopped = true;
    },
  };
}
