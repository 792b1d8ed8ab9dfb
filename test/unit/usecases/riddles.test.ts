import type { RiddleFeedback, RiddlesPlan } from '../../../miniprogram/shared/games/riddles';
import { seededRandom } from '../../../miniprogram/shared/seeded-random';
import { participationId } from '../../../server/domain/ids';
import type { CampaignRecord, ParticipationRecord } from '../../../server/domain/records';
import { gameFor } from '../../../server/games/registry';
import {
  type CampaignWorld,
  campaignWorld,
  codeOf,
  must,
  publishedCampaign,
  requestId,
} from '../../support/campaign-world';
import { moneyOf } from '../../support/money-invariants';

const GAME = {
  id: 'riddles',
  settings: {
    riddleCount: 4,
    triesPerRiddle: 2,
    answerBy: 'typing',
    roundSeconds: 120,
    rightPerPacket: 2,
  },
} as const;
const THINKING_MS = 10_000;

describe('a round of riddles', () => {
  let world: CampaignWorld;
  let campaignId: string;
  let ticket: string;

  beforeEach(async () => {
    world = campaignWorld();
    campaignId = await publishedCampaign(world, { game: GAME });
    const start = { campaignId, requestId: requestId() };
    const started = must(await world.asPlayer('o-1', 'start-round', start));
    ticket = started.ticket;
    expect(JSON.stringify(started)).not.toContain((await answers())[0]);
    world.clock.set(started.startsAtMs + THINKING_MS);
  });

  /** What no phone can know. */
  async function answers(): Promise<string[]> {
    const campaign = (await world.documents.get<CampaignRecord>('campaigns', campaignId))!;
    const id = participationId(campaignId, world.tools.names.playerKey('o-1'));
    const participation = await world.documents.get<ParticipationRecord>('participations', id);
    const game = gameFor(campaign.draft.game);
    const plan = game.plan(seededRandom(participation!.round.seed)) as RiddlesPlan;
    return plan.riddles.map((riddle) => riddle.rightAnswers[0]!);
  }

  const guess = (no: number, answer: string) =>
    world.asPlayer('o-1', 'move', { ticket, move: { no, answer } });
  const finish = () => world.asPlayer('o-1', 'finish-round', { ticket, evidence: {} });

  async function solve(count: number): Promise<void> {
    for (const [i, answer] of (await answers()).slice(0, count).entries()) {
      const reply = must(await guess(i + 1, answer));
      expect(reply).toMatchObject({ accepted: true, feedback: { right: true } });
      world.clock.advance(THINKING_MS);
    }
  }

  it('earns a packet for every two right answers', async () => {
    await solve(4);
    const result = must(await finish());
    expect(result).toMatchObject({ score: 4, earned: 2, shortfall: 'none' });
    expect(result.packets).toHaveLength(2);
    expect(must(await finish())).toEqual(result);
    expect((await moneyOf(world.documents, campaignId)).won).toHaveLength(2);
  });

  it('counts what the cloud judged, not what a phone says', async () => {
    await solve(1);
    const claimed = { taps: [], rightSoFar: 4 };
    const reply = await world.asPlayer('o-1', 'finish-round', { ticket, evidence: claimed });
    expect(codeOf(reply)).toBe('INVALID');
    expect(must(await finish())).toMatchObject({ score: 1, earned: 0, packets: [] });
  });

  it('judges two answers at once one after the other, so that no try is won', async () => {
    const replies = await Promise.all([1, 2, 3, 4].map((n) => guess(1, `猜错${n}`)));
    const judged = replies.filter((reply) => reply.ok && reply.value.accepted);
    expect(judged.length).toBeLessThanOrEqual(GAME.settings.triesPerRiddle);
    const left = judged.map((reply) => (must(reply).feedback as RiddleFeedback).triesLeft);
    expect(new Set(left).size).toBe(left.length);
  });

  it('takes no answer before it begins, after it ends, or once it is handed in', async () => {
    const [answer] = await answers();
    await solve(2);
    must(await finish());
    expect(codeOf(await guess(3, answer!))).toBe('TICKET_EXPIRED');

    world.clock.advance(200_000);
    const start = { campaignId, requestId: requestId() };
    const next = must(await world.asPlayer('o-1', 'start-round', start));
    const early = await world.asPlayer('o-1', 'move', {
      ticket: next.ticket,
      move: { no: 1, answer: '早' },
    });
    expect(early).toMatchObject({
      failure: { code: 'TOO_FAST', facts: { retryAtMs: next.startsAtMs } },
    });
    world.clock.set(next.endsAtMs);
    const late = await world.asPlayer('o-1', 'move', {
      ticket: next.ticket,
      move: { no: 1, answer: '晚' },
    });
    expect(codeOf(late)).toBe('TICKET_EXPIRED');
  });

  it('refuses what is no move, and moves of somebody else', async () => {
    const odd = await world.asPlayer('o-1', 'move', {
      ticket,
      move: { no: 1, answer: { $ne: '' } },
    });
    expect(codeOf(odd)).toBe('INVALID');
    const strange = await world.asPlayer('o-1', 'move', { ticket, move: { no: '1', answer: '' } });
    expect(codeOf(strange)).toBe('INVALID');
    const other = await world.asPlayer('o-2', 'move', { ticket, move: { no: 1, answer: '一' } });
    expect(codeOf(other)).toBe('NOT_FOUND');
  });
});
