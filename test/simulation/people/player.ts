/* A player with one or two phones: taps twice, loses answers, asks again, comes late. */
import type { CampaignDraft } from '../../../miniprogram/shared/campaign';
import type { PacketView } from '../../../miniprogram/shared/contract/packet';
import type { RoundResult, RoundStart } from '../../../miniprogram/shared/contract/round';
import type { RainDeal } from '../../../miniprogram/shared/games/red-packet-rain';
import type { RiddlesDeal } from '../../../miniprogram/shared/games/riddles';
import type { Result } from '../../../miniprogram/shared/result';
import { finishRound } from '../../../server/usecases/player/finish-round';
import { lobby } from '../../../server/usecases/player/lobby';
import { move } from '../../../server/usecases/player/move';
import { myPackets } from '../../../server/usecases/player/packets';
import { startRound } from '../../../server/usecases/player/start-round';
import type { Seeded } from '../engine/seeded';
import type { Answer, Functions } from '../functions';
import type { World } from '../world';
import { drawScene, takePackets } from './taker';

const TRIES = 6;
const REMEMBERED_MS = 60_000;

/** What a player has been shown: it must stay true (INV-09, INV-10, INV-11). */
export interface Shown {
  readonly openid: string;
  readonly packets: Map<string, number>;
  readonly rounds: Map<string, string>;
  readonly results: Map<string, string>;
}

export function nothingShown(openid: string): Shown {
  return { openid, packets: new Map(), rounds: new Map(), results: new Map() };
}

export interface Phone {
  readonly world: World;
  readonly functions: Functions;
  readonly random: Seeded;
  readonly shown: Shown;
  /** Makes the request ids of this phone. */
  readonly name: string;
}

/** Plays one campaign from arriving to leaving it alone. */
export async function playCampaign(
  phone: Phone,
  campaignId: string,
  draft: CampaignDraft,
): Promise<void> {
  const { world, random } = phone;
  const way = world.plan.isRush ? 0 : random.between(0, 7);
  await sleepUntil(world, arrivesAtMs(random, draft, way));
  const visits = draft.roundsPerPlayer + random.between(0, 1);
  for (let visit = 0; visit < visits; visit += 1) {
    const round = await startARound(phone, campaignId, `${phone.name}.${campaignId}.${visit}`);
    if (!round) return;
    await playRound(phone, round, draft);
    await world.time.sleep(random.between(0, 60_000));
  }
  await lookAround(phone, campaignId);
}

/** Aimed: at the first instant, at the last one, and some time in between. */
function arrivesAtMs(random: Seeded, { startAtMs, endAtMs }: CampaignDraft, way: number): number {
  switch (way) {
    case 0:
    case 1:
    case 2:
      return startAtMs + random.between(-1_500, 1_500);
    case 3:
      return endAtMs + random.between(-2_000, 500);
    default:
      return startAtMs + random.between(0, Math.min(endAtMs - startAtMs, 1_800_000));
  }
}

async function startARound(
  phone: Phone,
  campaignId: string,
  requestId: string,
): Promise<RoundStart | null> {
  const { functions, random, shown, world } = phone;
  const start = async () => {
    const answer = await insist(phone, () =>
      functions.player('start', (tools) =>
        startRound(tools, shown.openid, { campaignId, requestId }),
      ),
    );
    // Looked at when it is heard: the other tap's answer may come long after.
    const isSoldOut = answer !== null && !answer.ok && answer.failure.code === 'SOLD_OUT';
    soldOutIsTrue(world, campaignId, isSoldOut);
    return answer;
  };
  const both = random.chance(0.2) ? [start(), start()] : [start()];
  let round: RoundStart | null = null;
  for (const answer of await Promise.all(both)) {
    if (!answer?.ok) continue;
    const { roundId } = answer.value;
    const first = shown.rounds.get(requestId) ?? roundId;
    shown.rounds.set(requestId, first);
    world.judge.must(first === roundId, 'INV-09', () => `${requestId} started two rounds`);
    round = answer.value;
  }
  return round;
}

async function playRound(phone: Phone, round: RoundStart, draft: CampaignDraft): Promise<void> {
  const { world, random } = phone;
  if (random.chance(0.05)) return; // put away, never handed in
  if (draft.game.id === 'riddles') await guess(phone, round);
  await sleepUntil(world, handsInAtMs(random, round));
  const evidence = draft.game.id === 'riddles' ? {} : tapsOf(round.deal as RainDeal, random);
  const times = random.chance(0.25) ? 2 : 1;
  await Promise.all(Array.from({ length: times }, () => handIn(phone, round.ticket, evidence)));
  if (random.chance(0.1)) {
    await world.time.sleep(random.between(1_000, 3_600_000));
    await handIn(phone, round.ticket, evidence);
  }
}

/** In time mostly; in the last moments of the grace window, and past it, often enough. */
function handsInAtMs(random: Seeded, { endsAtMs }: RoundStart): number {
  switch (random.between(0, 9)) {
    case 0:
      return endsAtMs + random.between(19_000, 21_000);
    case 1:
      return endsAtMs + random.between(21_000, 600_000);
    default:
      return endsAtMs + random.between(0, 3_000);
  }
}

/** Hits so many of the falling packets, as a hand would. */
function tapsOf({ drops }: RainDeal, random: Seeded): unknown {
  const hits = random.pick([0, 1, 2, 3, 3]);
  return {
    taps: drops
      .slice(0, hits)
      .map(({ id, enterMs }) => ({ dropId: id, atMs: enterMs + random.between(200, 1_500) })),
  };
}

async function guess(phone: Phone, round: RoundStart): Promise<void> {
  const { world, random, shown, functions } = phone;
  await sleepUntil(world, round.startsAtMs);
  for (const { no, choices } of (round.deal as RiddlesDeal).riddles) {
    for (let tries = 0; tries < 2; tries += 1) {
      await world.time.sleep(random.between(900, 3_000));
      const answer = random.pick(choices ?? ['一']);
      const request = { ticket: round.ticket, move: { no, answer } };
      await insist(phone, () =>
        functions.player('move', (tools) => move(tools, shown.openid, request)),
      );
    }
  }
}

async function handIn(phone: Phone, ticket: string, evidence: unknown): Promise<void> {
  const { functions, shown, world } = phone;
  const entryScene = drawScene(phone);
  const answer = await insist(phone, () =>
    functions.player('finish', (tools) =>
      finishRound(tools, shown.openid, { ticket, evidence, entryScene }),
    ),
  );
  if (!answer?.ok) return;
  const result = steady(answer.value);
  const first = shown.results.get(ticket) ?? result;
  shown.results.set(ticket, first);
  world.judge.must(first === result, 'INV-09', () => `first ${first}, then ${result}`);
  show(phone, answer.value.packets);
  if (phone.random.chance(0.4)) await takePackets(phone);
}

/** What of an answer may never change; the payment goes on meanwhile. */
function steady({ score, earned, packets, shortfall }: RoundResult): string {
  const shown = packets.map(({ claimId, amountFen }) => `${claimId} ${amountFen}`);
  return JSON.stringify([score, earned, shortfall, shown]);
}

/** Comes back later, or to another page. */
export async function lookAround(phone: Phone, campaignId: string): Promise<void> {
  const { functions, shown, world } = phone;
  const mine = await insist(phone, () =>
    functions.player('mine', (tools) => myPackets(tools, shown.openid, {})),
  );
  if (mine?.ok) show(phone, mine.value.rows);
  const seen = await insist(phone, () =>
    functions.player('lobby', (tools) => lobby(tools, shown.openid, { campaignId })),
  );
  if (!seen?.ok) return;
  show(phone, seen.value.me.packets);
  soldOutIsTrue(world, campaignId, seen.value.campaign.packetsLeft === 0);
}

export function show({ shown, world }: Phone, packets: readonly PacketView[]): void {
  for (const { claimId, amountFen } of packets) {
    const before = shown.packets.get(claimId) ?? amountFen;
    shown.packets.set(claimId, before);
    const stored = world.mirror.claims.get(claimId);
    const isStored = stored?.openid === shown.openid && stored.amountFen === amountFen;
    world.judge.must(isStored, 'INV-10', () => `${claimId} is shown and not stored so`);
    world.judge.must(before === amountFen, 'INV-11', () => `${claimId}: ${before}, ${amountFen}`);
  }
}

/** An instance may remember the pool for two seconds, and a call takes up to twenty. */
function soldOutIsTrue({ judge, invariants, time }: World, campaignId: string, isSaid: boolean) {
  if (!isSaid) return;
  const wasEmpty = invariants.pool.wasEmptySince(campaignId, time.nowMs() - REMEMBERED_MS);
  judge.must(wasEmpty, 'INV-13', () => `${campaignId} is said to be sold out and is not`);
}

/** Asks again after no answer, with the very same request. Null when it gave up. */
export async function insist<T>(
  phone: Phone,
  ask: () => Promise<Answer<T>>,
): Promise<Result<T> | null> {
  const { world, random } = phone;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const answer = await ask();
    const isBusy = answer !== 'no-answer' && !answer.ok && answer.failure.code === 'BUSY';
    if (answer !== 'no-answer' && !isBusy) return answer;
    if (world.strikes('phone-offline')) await world.time.sleep(random.between(10_000, 900_000));
    await world.time.sleep(random.between(500, 4_000) * 2 ** Math.min(attempt, 3));
  }
  return null;
}

export async function sleepUntil({ time }: World, atMs: number): Promise<void> {
  if (atMs > time.nowMs()) await time.sleep(atMs - time.nowMs());
}
