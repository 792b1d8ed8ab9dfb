import { momentOf } from '../../domain/send-budget';
import { takeSlots } from '../stores/send-budgets';
import type { PayoutTools } from './tools';

/** Nobody waits longer than this for a turn; the lanes of five overlapping runs need four seconds. */
const WAIT_MOST_MS = 6_000;

/** Waits are uneven, so that the sender who was first does not stay first. */
const UNEVEN_MS = 32;

/** Timers wake late, never early: the last stretch before a slot is slept in short steps. */
const EARLY_MS = 10;
const STEP_MS = 2;

/** A process that misses this many slots in a row is too busy to send on time. */
const MISSED_MOST = 20;

export interface Slots {
  /**
   * Returns at an instant at which one send may leave, or false when none is near. The caller
   * sends at once: every database call in between would make the send late.
   */
  next(): Promise<boolean>;
}

/** Slots of the shared schedule for one run, handed to its lanes one by one, in order. */
export function sendSlots(tools: PayoutTools): Slots {
  const { documents, channel, clock, sleep, rate, randomBytes } = tools;
  const reserved: number[] = [];
  let refilling: Promise<boolean> | null = null;
  /** Lanes without a slot: no more are reserved than somebody will use. */
  let waiting = 0;

  /** One reservation at a time, however many lanes wait for it. */
  function refill(): Promise<boolean> {
    refilling ??= reserve().finally(() => {
      refilling = null;
    });
    return refilling;
  }

  async function reserve(): Promise<boolean> {
    const untilMs = clock() + WAIT_MOST_MS;
    for (let nowMs = clock(); nowMs < untilMs; nowMs = clock()) {
      const answer = await takeSlots(documents, channel, nowMs, waiting, rate);
      if (answer.kind === 'slots') {
        reserved.push(...answer.slotsMs);
        return true;
      }
      if (answer.kind === 'later' && answer.fromMs >= untilMs) return false;
      const aheadMs = answer.kind === 'later' ? Math.ceil(answer.fromMs - nowMs) : 0;
      await sleep(aheadMs + 1 + ((randomBytes(1)[0] ?? 0) % UNEVEN_MS));
    }
    return false;
  }

  async function take(): Promise<number | null> {
    waiting += 1;
    try {
      while (reserved.length === 0) {
        if (!(await refill())) return null;
      }
      return reserved.shift() ?? null;
    } finally {
      waiting -= 1;
    }
  }

  return {
    async next() {
      for (let missed = 0; missed < MISSED_MOST; missed += 1) {
        const slotMs = await take();
        if (slotMs === null) return false;
        while (momentOf(slotMs, clock()) === 'too-early') {
          await sleep(Math.max(STEP_MS, Math.floor(slotMs - clock() - EARLY_MS)));
        }
        if (momentOf(slotMs, clock()) === 'now') return true;
        // Missed: it is given up, because two sends close together would break the rate.
      }
      return false;
    },
  };
}
