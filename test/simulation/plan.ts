import {
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  startOfBeijingDay,
} from '../../miniprogram/shared/beijing-time';
import type { CampaignDraft } from '../../miniprogram/shared/campaign';
import type { PayoutChannel } from '../../miniprogram/shared/channels';
import { RED_PACKET_DAILY_LIMITS } from '../../server/adapters/wechatpay/red-packets/limits';
import type { QuietHours } from '../../server/domain/quiet-hours';
import type { DailyLimits, SendRate } from '../../server/domain/send-budget';
import { type Seeded, seeded } from './engine/seeded';
import { CHAINS, canStrike, FAULT_GROUPS, FAULTS, type FaultKind, STEP_FAULTS } from './faults';

/** Everything one run is, drawn from its seed before it starts. */
export interface Plan {
  readonly seed: number;
  readonly startMs: number;
  /** From here on nothing fails any more, and everything must come to an end. */
  readonly calmFromMs: number;
  /** How likely each drawn kind strikes where it can. */
  readonly faults: ReadonlyMap<FaultKind, number>;
  readonly players: number;
  /** They come by scanning and take what they are given. */
  readonly playersOblige: boolean;
  /** Everybody comes at the first instant. */
  readonly isRush: boolean;
  /** How many of them the official account knows from before. */
  readonly linkedShare: number;
  readonly campaigns: readonly CampaignPlan[];
  /** Whether the platform tells who somebody is across the merchant's accounts. */
  readonly hasUnionids: boolean;
  readonly rates: Readonly<Record<PayoutChannel, SendRate>>;
  readonly dailyLimits: DailyLimits;
  readonly quietHours: QuietHours | null;
  /** Deaths at numbered steps of what serves a claim, from 1; only crash tables have any. */
  readonly kills: ReadonlyMap<number, 'before' | 'after'>;
}

export interface CampaignPlan {
  readonly draft: CampaignDraft;
  readonly savedAtMs: number;
  readonly publishedAtMs: number;
  /** Its organiser ends it early; null: its window does. */
  readonly endedAtMs: number | null;
  /** Somebody else of the organisers edits it while it is being published. */
  readonly editedMeanwhile: boolean;
}

const SOME_DAY_MS = startOfBeijingDay(Date.UTC(2026, 10, 21, 4));
const SECOND_MS = 1000;
const PLAYERS_MOST = 9;
const RUSHES = 0.05;
const SLOWEST: SendRate = { perSecond: 1 };
const CHANNELS: readonly PayoutChannel[] = [
  'sendredpack',
  'sendredpack',
  'transfer-bills',
  'transfer-bills',
  'sendminiprogramhb',
];
/** Further off than two clocks may be, both ways, and the margin for a slow connection. */
const SKEWED_MARGIN_MS = 122_000;

export function drawPlan(seed: number, hours: number): Plan {
  const random = seeded(`plan ${seed}`);
  const isRush = random.chance(RUSHES);
  const startMs = drawStart(random);
  const drawn = Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, (_, no) =>
    drawCampaign(random, no, startMs, hours),
  );
  const campaigns = isRush ? drawn.map((campaign) => rushed(random, campaign)) : drawn;
  const faults = drawFaults(
    random,
    campaigns.map(({ draft }) => draft),
  );
  const totalFen = campaigns.reduce((sum, { draft }) => sum + draft.split.totalFen, 0);
  const isSkewed = faults.has('clocks-differ');
  const marginMs = isSkewed ? SKEWED_MARGIN_MS : 2_000;
  const hasNight = isRush || isSkewed || random.chance(0.75);
  return {
    seed,
    startMs,
    calmFromMs: startMs + hours * HOUR_MS,
    faults,
    players: isRush ? PLAYERS_MOST : random.between(3, PLAYERS_MOST),
    playersOblige: false,
    isRush,
    linkedShare: isRush ? 1 : random.pick([0, 0.5, 1]),
    campaigns,
    hasUnionids: random.chance(0.5),
    rates: {
      'transfer-bills': drawRate(random),
      sendredpack: isRush ? SLOWEST : drawRate(random),
      sendminiprogramhb: drawRate(random),
    },
    dailyLimits: isRush ? RED_PACKET_DAILY_LIMITS : drawLimits(random, totalFen),
    quietHours: hasNight ? { fromHour: 0, toHour: 8, marginMs } : null,
    kills: new Map(),
  };
}

/**
 * More is won in the last half minute before midnight than can be sent in it: whoever looks at the hour
 * only when a run begins, sends at night.
 */
function rushed(random: Seeded, { draft, ...plan }: CampaignPlan): CampaignPlan {
  const midnightMs = startOfBeijingDay(plan.publishedAtMs + 2 * MINUTE_MS) + DAY_MS;
  const startAtMs = midnightMs - random.between(28 * SECOND_MS, 40 * SECOND_MS);
  const packetCount = 40;
  return {
    ...plan,
    endedAtMs: null,
    draft: {
      ...draft,
      game: {
        id: 'red-packet-rain',
        settings: { roundSeconds: 10, dropsPerSecond: 1, hitsPerPacket: 1, packetsPerRound: 3 },
      },
      split: {
        kind: 'equal',
        totalFen: packetCount * 100,
        packetCount,
        minFen: 100,
        maxFen: 100,
      },
      startAtMs,
      endAtMs: startAtMs + HOUR_MS,
      packetsPerPlayer: 6,
      roundsPerPlayer: 3,
      channel: 'sendredpack',
      funding: 'merchant-balance',
    },
  };
}

function drawRate(random: Seeded): SendRate {
  return { perSecond: random.pick([1, 2, 2, 4, 30]) };
}

/** Two stages: which kinds this run knows, and how often each of them strikes. */
function drawFaults(random: Seeded, drafts: readonly CampaignDraft[]): Map<FaultKind, number> {
  const possible = FAULTS.filter((kind) => canStrike(kind, drafts));
  const chains = CHAINS.filter((chain) => chain.every((kind) => possible.includes(kind)));
  const kinds = new Set(random.chance(0.3) ? random.pick(chains) : []);
  const count = kinds.size > 0 ? kinds.size : random.pick([0, 1, 1, 2, 2, 2, 3, 3, 4]);
  while (kinds.size < count) kinds.add(drawKind(random, possible));
  return new Map([...kinds].map((kind) => [kind, drawChance(random, kind)]));
}

/** From all kinds alike, or from one group of them: small groups would be met too seldom. */
function drawKind(random: Seeded, possible: readonly FaultKind[]): FaultKind {
  if (random.chance(0.5)) return random.pick(possible);
  const groups = FAULT_GROUPS.map((kinds) => possible.filter((kind) => holds(kinds, kind)));
  return random.pick(random.pick(groups.filter((kinds) => kinds.length > 0)));
}

function holds(kinds: readonly FaultKind[], kind: FaultKind): boolean {
  return kinds.includes(kind);
}

function drawChance(random: Seeded, kind: FaultKind): number {
  return random.pick(STEP_FAULTS.has(kind) ? [0.01, 0.04, 0.15] : [0.1, 0.3, 0.6]);
}

/** Uniform times rarely meet a boundary, so most runs start shortly before one. */
function drawStart(random: Seeded): number {
  const dayMs = SOME_DAY_MS + random.between(0, 6) * DAY_MS;
  const shortlyBefore = random.between(10 * SECOND_MS, 20 * MINUTE_MS);
  switch (random.between(0, 4)) {
    case 0:
      return dayMs + DAY_MS - shortlyBefore;
    case 1:
      return dayMs + 8 * HOUR_MS - shortlyBefore;
    case 2:
      return dayMs + random.between(0, 23 * 60) * MINUTE_MS + 59_000;
    default:
      return dayMs + random.between(0, DAY_MS);
  }
}

/** Rates and amounts are small, so that limits bind a handful of claims. */
function drawLimits(random: Seeded, totalFen: number): DailyLimits {
  return {
    packetsPerPlayer: random.pick([2, 3, 10]),
    amountFenPerPlayer: random.pick([600, 1_000, 100_000]),
    amountFenPerMerchant: random.chance(0.2)
      ? Math.max(1_000, Math.ceil(totalFen / 3))
      : 100_000_000,
  };
}

function drawCampaign(random: Seeded, no: number, startMs: number, hours: number): CampaignPlan {
  const savedAtMs = startMs + random.between(0, (no * hours * HOUR_MS) / 6);
  const publishedAtMs = savedAtMs + random.between(1_000, 5 * MINUTE_MS);
  const startAtMs = drawOpening(random, publishedAtMs);
  const lastsMs = random.pick([20 * MINUTE_MS, HOUR_MS, (hours * HOUR_MS) / 3]);
  const endsEarly = random.chance(0.25);
  return {
    draft: drawDraft(random, no, startAtMs, startAtMs + 5 * MINUTE_MS + lastsMs),
    savedAtMs,
    publishedAtMs,
    endedAtMs: endsEarly ? startAtMs + drawEarlyEnd(random, lastsMs) : null,
    editedMeanwhile: random.chance(0.3),
  };
}

/** While the first results are handed in, or any time. */
function drawEarlyEnd(random: Seeded, lastsMs: number): number {
  const duringRoundsMs = random.between(12 * SECOND_MS, 20 * SECOND_MS);
  return random.chance(0.5) ? duringRoundsMs : random.between(MINUTE_MS, lastsMs);
}

/** Sometimes already running when it is published; sometimes so that packets are won at a boundary. */
function drawOpening(random: Seeded, publishedAtMs: number): number {
  const anyMs = publishedAtMs + random.between(-MINUTE_MS, 10 * MINUTE_MS);
  if (random.chance(0.6)) return anyMs;
  const dayMs = startOfBeijingDay(anyMs);
  const midnightMs = dayMs + DAY_MS;
  const morningMs = dayMs + 8 * HOUR_MS + (anyMs > dayMs + 8 * HOUR_MS - MINUTE_MS ? DAY_MS : 0);
  // A round of rain takes some fifteen seconds, so packets are won in the last ten.
  return random.pick([midnightMs, morningMs]) - random.between(14 * SECOND_MS, 26 * SECOND_MS);
}

function drawDraft(random: Seeded, no: number, startAtMs: number, endAtMs: number): CampaignDraft {
  const packetCount = random.pick([1, 4, 9, 15, 20, 30]);
  const maxFen = random.between(150, 500);
  const isEqual = random.chance(0.2);
  const totalFen = isEqual
    ? packetCount * maxFen
    : random.between(packetCount * 100, packetCount * maxFen);
  return {
    title: `年会红包 ${no + 1}`,
    senderName: '行政部',
    greeting: '新年快乐',
    game: drawGame(random),
    split: isEqual
      ? { kind: 'equal', totalFen, packetCount, minFen: maxFen, maxFen }
      : { kind: 'random', totalFen, packetCount, minFen: 100, maxFen },
    startAtMs,
    endAtMs,
    packetsPerPlayer: random.pick([1, 2, 3, 6]),
    roundsPerPlayer: random.between(1, 4),
    allowList: [],
    blockList: [],
    channel: random.pick(CHANNELS),
    funding: random.chance(0.4) ? 'paid-in' : 'merchant-balance',
  };
}

function drawGame(random: Seeded): CampaignDraft['game'] {
  if (random.chance(0.25)) {
    return {
      id: 'riddles',
      settings: {
        riddleCount: 3,
        triesPerRiddle: 2,
        answerBy: 'choice',
        roundSeconds: 30,
        rightPerPacket: 1,
      },
    };
  }
  return {
    id: 'red-packet-rain',
    settings: {
      roundSeconds: 10,
      dropsPerSecond: 1,
      hitsPerPacket: 1,
      packetsPerRound: random.between(1, 3),
    },
  };
}
