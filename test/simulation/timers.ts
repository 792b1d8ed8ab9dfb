/*
 * The timers of `cloudfunctions/<name>/config.json`. To be fast, a tick at which nothing is due is
 * skipped, and a worker that did nothing is asked less often: a late timer is legal (F-18). The
 * heartbeat fires whatever is due, so that the workers' own idea of it is tried as well.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../miniprogram/shared/beijing-time';
import type { FundingRecord } from '../../server/domain/funding/records';
import type { CampaignRecord, ClaimRecord } from '../../server/domain/records';
import type { Functions } from './functions';
import type { World } from './world';

const HEARTBEAT_MS = 3 * HOUR_MS;
const SLOWEST_MS = 10 * MINUTE_MS;
const WATCH_LATE_MS = HOUR_MS;
const STANDSTILL_MS = 30 * MINUTE_MS;
const TWICE = 0.3;
const NEVER = Number.POSITIVE_INFINITY;

interface Duty {
  readonly everyMs: number;
  readonly offsetMs: number;
  readonly run: () => Promise<boolean>;
  /** From when on a run has something to do with this claim or campaign. */
  readonly dueOfClaim: (claim: ClaimRecord) => number;
  readonly dueOfCampaign: (campaign: CampaignRecord) => number;
  readonly dueOfFunding: (funding: FundingRecord) => number;
}

export function startTimers(world: World, functions: Functions): void {
  const duties: Duty[] = [
    {
      everyMs: 10_000,
      offsetMs: 0,
      run: functions.send,
      dueOfClaim: ({ step, dueAtMs }) => (step === 'OWED' || step === 'UNKNOWN' ? dueAtMs : NEVER),
      dueOfCampaign: () => NEVER,
      dueOfFunding: () => NEVER,
    },
    {
      everyMs: MINUTE_MS,
      offsetMs: 30_000,
      run: functions.check,
      dueOfClaim: ({ step, dueAtMs }) => (CHECKED.has(step) ? dueAtMs : NEVER),
      dueOfCampaign: () => NEVER,
      dueOfFunding: () => NEVER,
    },
    {
      everyMs: MINUTE_MS,
      offsetMs: 0,
      run: functions.keep,
      dueOfClaim: ({ step, dueAtMs }) => (step === 'TAKING' ? dueAtMs : NEVER),
      dueOfCampaign: campaignDueAtMs,
      dueOfFunding: () => NEVER,
    },
    {
      everyMs: MINUTE_MS,
      offsetMs: 15_000,
      run: functions.fund,
      dueOfClaim: () => NEVER,
      dueOfCampaign: () => NEVER,
      dueOfFunding: fundingDueAtMs,
    },
  ];
  for (const duty of duties) startTimer(world, duty);
}

const CHECKED: ReadonlySet<string> = new Set(['UNKNOWN', 'SENDING', 'SENT', 'HELD']);

function campaignDueAtMs(campaign: CampaignRecord): number {
  const { state, endAtMs, shardsClosed, additionOpen } = campaign;
  if (state === 'preparing' || (state === 'ended' && !shardsClosed) || additionOpen) return 0;
  return state === 'published' || state === 'paused' ? endAtMs : NEVER;
}

/** Orders and refunds; the watch over what is set aside finds nothing most of the time. */
function fundingDueAtMs({ orders, watchAtMs }: FundingRecord): number {
  const dues = orders.flatMap(({ dueAtMs, refunds }) => [
    dueAtMs,
    ...refunds.map((refund) => refund.dueAtMs),
  ]);
  return Math.min(watchAtMs + WATCH_LATE_MS, ...dues);
}

function startTimer(world: World, duty: Duty): void {
  const { time, random, mirror } = world;
  const { everyMs, offsetMs } = duty;
  let fruitless = 0;
  let lastRunMs = time.nowMs();
  let notBeforeMs = 0;
  let nextAtMs = NEVER;

  /** The next tick at or after the instant. */
  function tickAtMs(atMs: number): number {
    return Math.ceil((atMs - offsetMs) / everyMs) * everyMs + offsetMs;
  }

  function propose(dueAtMs: number): void {
    const wishedMs = Math.max(Math.min(dueAtMs, lastRunMs + HEARTBEAT_MS), notBeforeMs);
    const atMs = tickAtMs(Math.max(wishedMs, time.nowMs() + 1));
    if (atMs >= nextAtMs) return;
    nextAtMs = atMs;
    time.at(atMs, () => {
      if (time.nowMs() === nextAtMs) tick();
    });
  }

  function dueAtMs(): number {
    let earliestMs = NEVER;
    for (const claim of mirror.claims.values()) {
      earliestMs = Math.min(earliestMs, duty.dueOfClaim(claim));
    }
    for (const campaign of mirror.campaigns.values()) {
      earliestMs = Math.min(earliestMs, duty.dueOfCampaign(campaign));
    }
    for (const funding of mirror.fundings.values()) {
      earliestMs = Math.min(earliestMs, duty.dueOfFunding(funding));
    }
    return earliestMs;
  }

  function tick(): void {
    const nowMs = time.nowMs();
    nextAtMs = NEVER;
    if (world.strikes('timers-stand-still')) {
      notBeforeMs = nowMs + STANDSTILL_MS;
    } else if (dueAtMs() <= nowMs || nowMs - lastRunMs >= HEARTBEAT_MS) {
      lastRunMs = nowMs;
      start();
      if (random.chance(TWICE)) time.at(nowMs + random.between(0, 5_000), start);
    }
    propose(dueAtMs());
  }

  function start(): void {
    duty.run().then(afterwards, world.judge.noteThrown);
  }

  function afterwards(didSomething: boolean): void {
    fruitless = didSomething ? 0 : Math.min(fruitless + 1, 10);
    notBeforeMs = fruitless < 2 ? 0 : pausedUntilMs();
    propose(dueAtMs());
  }

  /** Twice as long every time, but never past midnight or eight o'clock. */
  function pausedUntilMs(): number {
    const nowMs = time.nowMs();
    const pauseMs = Math.min(everyMs * 2 ** fruitless, SLOWEST_MS);
    return Math.min(nowMs + pauseMs, nextHourMs(nowMs, 0), nextHourMs(nowMs, 8));
  }

  world.onWrite((collection, after) => {
    if (collection === 'claims') propose(duty.dueOfClaim(after as ClaimRecord));
    if (collection === 'fundings') propose(duty.dueOfFunding(after as FundingRecord));
    if (collection === 'campaigns') propose(duty.dueOfCampaign(after as CampaignRecord));
  });
  propose(NEVER);
}

/** The next time that it is this hour in Beijing. */
function nextHourMs(nowMs: number, hour: number): number {
  const sinceMs = (nowMs + (8 - hour) * HOUR_MS) % DAY_MS;
  return nowMs - sinceMs + DAY_MS;
}
