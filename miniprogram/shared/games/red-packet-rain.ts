/*
 * Rules of red packet rain. Where a packet is depends only on the time since the round began, never
 * on frames: a phone that stuttered is right again on the next one, and agrees with the cloud. The
 * cloud deals the drops, the phone sends back which one was hit when, the cloud judges.
 */
import type { GameRules, RandomInt, RoundTiming, Verdict } from './game-rules';
import { type Drop, FALL_MS, isFalling, LONGEST_FALL_MS, type Tap } from './rain-drop';
import { implausible } from './rain-plausibility';
import { outsideRanges, type SettingsProblem } from './settings-ranges';

export {
  DROP_ASPECT,
  type Drop,
  type DropPlace,
  dropPosition,
  isFalling,
  type ScreenSize,
  type Tap,
} from './rain-drop';

export interface RainSettings {
  /** Length of a round, 10 to 60. */
  readonly roundSeconds: number;
  /** Packets entering per second, 1 to 6. */
  readonly dropsPerSecond: number;
  /** Hits that earn one packet, 1 to 60. */
  readonly hitsPerPacket: number;
  /** Most packets one round can earn, 1 to 5. */
  readonly packetsPerRound: number;
}

export interface RainPlan {
  readonly roundMs: number;
  readonly hitsPerPacket: number;
  readonly packetsPerRound: number;
  readonly drops: readonly Drop[];
}

export interface RainDeal {
  readonly roundMs: number;
  readonly hitsPerPacket: number;
  readonly packetsPerRound: number;
  readonly drops: readonly Drop[];
}

export interface RainEvidence {
  /** In the order in which they happened. */
  readonly taps: readonly Tap[];
}

export const RAIN_RANGES = {
  roundSeconds: { least: 10, most: 60 },
  dropsPerSecond: { least: 1, most: 6 },
  hitsPerPacket: { least: 1, most: 60 },
  packetsPerRound: { least: 1, most: 5 },
} as const;

/** A longer list of taps is refused unread; no round has so many drops. */
export const RAIN_TAPS_MOST = 600;

const X_PERMILLE = { least: 80, most: 920 } as const;

// ─── dealing ───────────────────────────────────────────────────────────────────────────────────

/** How many packets fall in one round; every one of them can be hit before the round ends. */
export function rainDropCount(settings: RainSettings): number {
  const enteringMs = settings.roundSeconds * 1000 - LONGEST_FALL_MS;
  return Math.floor((enteringMs * settings.dropsPerSecond) / 1000);
}

/** What an organiser must change before this rain can be played, in form order. */
export function rainSettingsProblems(settings: RainSettings): SettingsProblem[] {
  const outside = outsideRanges(settings, RAIN_RANGES);
  if (outside.length > 0) return outside;

  const most = Math.floor(rainDropCount(settings) / settings.packetsPerRound);
  const reachable = settings.hitsPerPacket <= most;
  return reachable ? [] : [{ field: 'hitsPerPacket', least: 1, most }];
}

function plan(settings: RainSettings, randomInt: RandomInt): RainPlan {
  const { dropsPerSecond, hitsPerPacket, packetsPerRound } = settings;
  const slotMs = Math.floor(1000 / dropsPerSecond);
  const drops = Array.from({ length: rainDropCount(settings) }, (_, id): Drop => {
    const depth = randomInt(3) as Drop['depth'];
    return {
      id,
      xPermille: X_PERMILLE.least + randomInt(X_PERMILLE.most - X_PERMILLE.least + 1),
      enterMs: Math.ceil((id * 1000) / dropsPerSecond) + randomInt(slotMs),
      fallMs: FALL_MS[depth],
      depth,
    };
  });
  return { roundMs: roundMs(settings), hitsPerPacket, packetsPerRound, drops };
}

function deal({ roundMs, hitsPerPacket, packetsPerRound, drops }: RainPlan): RainDeal {
  return { roundMs, hitsPerPacket, packetsPerRound, drops };
}

function roundMs(settings: RainSettings): number {
  return settings.roundSeconds * 1000;
}

// ─── playing, on the phone and in the cloud alike ──────────────────────────────────────────────

export type TapVerdict = 'caught' | 'unknown-drop' | 'already-caught' | 'not-falling';

/** `drops` is a deal's list: the drop with id n stands at index n. */
export function judgeTap(
  drops: readonly Drop[],
  caught: ReadonlySet<number>,
  tap: Tap,
): TapVerdict {
  const drop = drops[tap.dropId];
  if (!drop) return 'unknown-drop';
  if (caught.has(drop.id)) return 'already-caught';
  return isFalling(drop, tap.atMs) ? 'caught' : 'not-falling';
}

/** Packets that so many hits earn. */
export function rainPackets(
  hits: number,
  settings: Pick<RainSettings, 'hitsPerPacket' | 'packetsPerRound'>,
): number {
  return Math.min(settings.packetsPerRound, Math.floor(hits / settings.hitsPerPacket));
}

// ─── judging ───────────────────────────────────────────────────────────────────────────────────

/** Counts the taps that caught something. Implausible evidence voids the round and says why. */
function judge(plan: RainPlan, evidence: RainEvidence, timing: RoundTiming): Verdict {
  const voidReason = implausible(plan.drops, evidence.taps, timing);
  if (voidReason) return { score: 0, packets: 0, voidReason };

  const caught = new Set<number>();
  for (const tap of evidence.taps) {
    if (judgeTap(plan.drops, caught, tap) === 'caught') caught.add(tap.dropId);
  }
  return { score: caught.size, packets: rainPackets(caught.size, plan) };
}

export const rainRules: GameRules<RainSettings, RainPlan, RainDeal, RainEvidence> = {
  id: 'red-packet-rain',
  roundMs,
  plan,
  deal,
  judge,
};
