/**
 * The server's time, measured from replies. A phone's clock may be wrong by hours (F-71) and may be
 * set while the app runs, so only the distance to the server counts.
 */
export interface ClockSample {
  readonly sentAtMs: number;
  readonly receivedAtMs: number;
  readonly serverNowMs: number;
}

export interface ServerClock {
  /** Learns from one reply. */
  observe(sample: ClockSample): void;
  /** Server time in ms since the epoch; the phone's own until the first reply. */
  now(): number;
}

interface Estimate {
  readonly offsetMs: number;
  /** The true offset lies within this distance. */
  readonly errorMs: number;
}

/**
 * Keeps the most exact estimate: a reply read `serverNowMs` somewhere inside its round trip, so the
 * offset is known to half of it. A sample that contradicts the kept one means that a clock was set,
 * and replaces it.
 */
export function createServerClock(phoneNow: () => number): ServerClock {
  let best: Estimate | null = null;
  return {
    observe(sample) {
      const seen = estimateOf(sample);
      if (!best || seen.errorMs <= best.errorMs || contradict(seen, best)) best = seen;
    },
    now: () => phoneNow() + (best?.offsetMs ?? 0),
  };
}

function estimateOf({ sentAtMs, receivedAtMs, serverNowMs }: ClockSample): Estimate {
  return {
    offsetMs: serverNowMs - Math.round((sentAtMs + receivedAtMs) / 2),
    errorMs: Math.abs(receivedAtMs - sentAtMs) / 2,
  };
}

function contradict(a: Estimate, b: Estimate): boolean {
  return Math.abs(a.offsetMs - b.offsetMs) > a.errorMs + b.errorMs + 1;
}

/** The app's clock; `services/cloud.ts` feeds it every reply. */
export const serverClock = createServerClock(() => Date.now());
