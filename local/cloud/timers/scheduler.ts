import type { MovableClock } from '../../clock';
import type { CloudFunction } from '../functions/catalogue';

export interface Scheduler {
  /** Plans again from the present functions. */
  reload(): void;
  stop(): void;
}

export interface SchedulerOptions {
  readonly clock: MovableClock;
  readonly functions: () => Iterable<CloudFunction>;
  /** Starts the run of a timer that is due; it may take longer than the time to the next. */
  readonly fire: (functionName: string, dueAtMs: number) => void;
}

/** Far timers are looked at again after this long: setTimeout cannot wait longer than 24.8 days. */
const LONGEST_WAIT_MS = 60 * 60 * 1000;

/**
 * Fires timers on the movable clock. A jump over many due instants fires each timer once, for the
 * last of them would find the work of the others done; a jump back plans again from there.
 */
export function startScheduler({ clock, functions, fire }: SchedulerOptions): Scheduler {
  const dueAtMs = new Map<string, number | null>();
  let plannedAtMs = clock.now();
  let wakeUp: NodeJS.Timeout | undefined;

  function plan(): void {
    plannedAtMs = clock.now();
    dueAtMs.clear();
    for (const fn of functions()) {
      if (fn.timer) dueAtMs.set(fn.name, fn.timer.schedule.nextAfterMs(plannedAtMs));
    }
  }

  function tick(): void {
    const nowMs = clock.now();
    if (nowMs < plannedAtMs) plan();
    plannedAtMs = nowMs;
    for (const fn of functions()) {
      const due = dueAtMs.get(fn.name);
      if (!fn.timer || due === undefined || due === null || due > nowMs) continue;
      dueAtMs.set(fn.name, fn.timer.schedule.nextAfterMs(nowMs));
      fire(fn.name, due);
    }
    sleep();
  }

  function sleep(): void {
    clearTimeout(wakeUp);
    const dues = [...dueAtMs.values()].filter((due): due is number => due !== null);
    if (dues.length === 0) return;
    const waitMs = Math.min(Math.max(Math.min(...dues) - clock.now(), 0), LONGEST_WAIT_MS);
    wakeUp = setTimeout(tick, waitMs);
  }

  const stopFollowingClock = clock.onMove(tick);
  plan();
  sleep();

  return {
    reload() {
      plan();
      sleep();
    },
    stop() {
      stopFollowingClock();
      clearTimeout(wakeUp);
    },
  };
}
