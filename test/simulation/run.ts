import { DAY_MS, HOUR_MS } from '../../miniprogram/shared/beijing-time';
import { live } from '../../server/usecases/organiser/live';
import { linkPair } from '../../server/usecases/stores/identities';
import { declareBalances } from '../support/declared-balances';
import { pairOf } from '../support/pair';
import { startCallbacks } from './callbacks';
import { seeded } from './engine/seeded';
import { type Functions, functionsOf, playerIdOf } from './functions';
import { checkLive, checkTheEnd, isSettled, unsettled } from './invariants/at-the-end';
import { Violation } from './judge';
import { accompany, ORGANISER, organise } from './people/organiser';
import { lookAround, nothingShown, type Phone, playCampaign, type Shown } from './people/player';
import { keepTaking } from './people/taker';
import { giveUp } from './people/treasurer';
import type { Plan } from './plan';
import { startTimers } from './timers';
import { newWorld, type World } from './world';

/** Longer than any limit of a day keeps the smallest drawn world waiting. */
const SETTLES_WITHIN_MS = 14 * DAY_MS;
const STEPS_MOST = 2_000_000;
const LOOK_EVERY_MS = 20 * 60_000;

export interface Outcome {
  readonly seed: number;
  /** Simulated hours, from the first moment until everything had come to an end. */
  readonly hours: number;
  readonly steps: number;
  readonly lifeSteps: number;
  readonly claims: number;
  readonly paidFen: number;
  readonly fingerprint: string;
  readonly violation: { readonly rule: string; readonly message: string } | null;
  readonly tail: readonly string[];
}

/** One world from its seed to its end. The same plan gives the same outcome, byte for byte. */
export async function runPlan(plan: Plan): Promise<Outcome> {
  const world = newWorld(plan);
  const functions = functionsOf(world);
  const people = Array.from({ length: plan.players }, (_, no) => nothingShown(playerIdOf(no)));
  let isOver = false;
  try {
    await declareBalances(world.documents);
    const known = people.slice(0, Math.round(people.length * plan.linkedShare));
    for (const { openid } of known) await linkPair(world.documents, pairOf(openid), plan.startMs);
    startTimers(world, functions);
    startCallbacks(world, functions);
    const everybody = livesOf(world, functions, people, () => isOver);
    void everybody
      .then(() => settle(world))
      .then(() => lastLook(world, functions, people))
      .then(() => checkTheEnd(world, people))
      .then(() => {
        isOver = true;
      }, world.judge.noteThrown);
    await world.time.runUntil(() => isOver || world.judge.verdict() !== null);
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
  }
  return outcomeOf(world);
}

/** Resolves when all players have gone home; organisers look on until the end. */
async function livesOf(
  world: World,
  functions: Functions,
  people: readonly Shown[],
  isOver: () => boolean,
): Promise<void> {
  const { plan } = world;
  for (const phone of people.flatMap((shown, no) => phonesOf(world, functions, shown, no))) {
    const taker = { ...phone, random: phone.random.fork('taker') };
    keepTaking(taker, isOver).catch(world.judge.noteThrown);
  }
  await Promise.all(
    plan.campaigns.map(async (campaign, campaignNo) => {
      const random = seeded(`organiser ${plan.seed} ${campaignNo}`);
      const organiser = { world, functions, random };
      const organised = await organise(organiser, campaign, `campaign-${campaignNo}`);
      if (organised === null) return;
      const { campaignId, isOpen } = organised;
      if (!isOpen) {
        giveUp(organiser, campaignId, isOver).catch(world.judge.noteThrown);
        return;
      }
      accompany(organiser, campaignId, campaign, isOver).catch(world.judge.noteThrown);
      const phones = people.flatMap((shown, no) => phonesOf(world, functions, shown, no));
      await Promise.all(phones.map((phone) => playCampaign(phone, campaignId, campaign.draft)));
    }),
  );
}

/** One player in five has two devices. */
function phonesOf(world: World, functions: Functions, shown: Shown, no: number): Phone[] {
  return Array.from({ length: no % 5 === 0 ? 2 : 1 }, (_, device) => ({
    world,
    functions,
    shown,
    name: `phone-${no}-${device}`,
    random: seeded(`player ${world.plan.seed} ${no} ${device}`),
  }));
}

async function settle(world: World): Promise<void> {
  const { time, plan, judge, stage } = world;
  const untilMs = plan.calmFromMs + SETTLES_WITHIN_MS;
  while (time.nowMs() < plan.calmFromMs || !isSettled(world)) {
    judge.must(time.nowMs() < untilMs, 'INV-23', () => `without end: ${unsettled(world)}`);
    judge.must(stage.steps() < STEPS_MOST, 'INV-23', () => 'steps without end');
    await time.sleep(Math.max(LOOK_EVERY_MS, plan.calmFromMs - time.nowMs()));
  }
}

/** Everybody looks once more, undisturbed. */
async function lastLook(
  world: World,
  functions: Functions,
  people: readonly Shown[],
): Promise<void> {
  for (const { _id: campaignId, state } of [...world.mirror.campaigns.values()]) {
    if (state === 'draft') continue;
    for (const [no, shown] of people.entries()) {
      await lookAround(phonesOf(world, functions, shown, no)[0]!, campaignId);
    }
    const seen = await functions.organiser('live', (tools) =>
      live(tools, ORGANISER, { campaignId }),
    );
    const isSeen = seen !== 'no-answer' && seen.ok;
    world.judge.must(isSeen, 'INV-32', () => `no live page of ${campaignId}`);
    if (isSeen) checkLive(world, campaignId, seen.value);
  }
}

function outcomeOf(world: World): Outcome {
  const { plan, time, stage, mirror, history, judge } = world;
  const verdict = judge.verdict();
  const claims = [...mirror.claims.values()];
  return {
    seed: plan.seed,
    hours: (time.nowMs() - plan.startMs) / HOUR_MS,
    steps: stage.steps(),
    lifeSteps: world.lifeSteps(),
    claims: claims.filter(({ postings }) => postings.length > 0).length,
    paidFen: claims.reduce(
      (sum, { step, amountFen }) => sum + (step === 'RECEIVED' ? amountFen : 0),
      0,
    ),
    fingerprint: history.fingerprint(),
    violation: verdict && { rule: verdict.rule, message: verdict.message },
    tail: verdict ? history.tail() : [],
  };
}
