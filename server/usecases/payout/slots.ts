import { momentOf } from '../../domain/send-budget';
import { takeSlots } from '../stores/send-budgets';
import type { PayoutTools } from './tools';

/** Nobody waits longer than this for the schedule to come near. */
const WAIT_MOST_MS = 3_000;

/** Somebody else reserved in between; a short, uneven wait keeps two senders from meeting again. */
const CONTENDED_MOST = 20;

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
  const { documents, clock, sleep, rate, randomBytes } = tools;
  const reserved: number[] = [];
  let refilling: Promise<boolean> | null = null;

  /** One reservation at a time, however many lanes wait for it. */
  function refill(): Promise<boolean> {
    refilling ??= reserve().finally(() => {
      refilling = null;
    });
    return refilling;
  }

  async function reserve(): Promise<boolean> {
    for (let attempt = 0; attempt < CONTENDED_MOST; attempt += 1) {
      const nowMs = clock();
      const answer = await takeSlots(documents, nowMs, rate);
      if (answer.kind === 'slots') {
        reserved.push(...answer.slotsMs);
        return true;
      }
      if (answer.kind === 'contended') {
        await sleep(1 + ((randomBytes(1)[0] ?? 0) % 16));
      } else {
        if (answer.fromMs - nowMs > WAIT_MOST_MS) return false;
        await sleep(Math.ceil(answer.fromMs - nowMs));
      }
    }
    return false;
  }

  return {
    async next() {
      for (let missed = 0; missed < MISSED_MOST; missed += 1) {
        while (reserved.length === 0) {
          if (!(await refill())) return false;
        }
        const slotMs = reserved.shift()!;
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
