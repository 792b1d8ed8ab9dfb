import { memoryDocuments } from '../../../server/adapters/memory/documents';
import {
  type CampaignWorld,
  campaignWorld,
  codeOf,
  must,
  OWNER,
  type PlayedRound,
  playRain,
  publishedCampaign,
  rainDraft,
  requestId,
  splitOf,
} from '../../support/campaign-world';
import { moneyOf } from '../../support/money-invariants';
import { countingDocuments, crashingDocuments } from '../../support/watched-documents';

type Moment = 'before' | 'after';

/** Every place at which a process can die: before and after each of its requests. */
function deaths(requests: number): [number, Moment][] {
  const numbers = Array.from({ length: requests }, (_, i) => i + 1);
  return numbers.flatMap((no): [number, Moment][] => [
    [no, 'before'],
    [no, 'after'],
  ]);
}

const MINUTE_MS = 60_000;

/** get campaigns, close the round, insert, take, read back, complete. */
const FINISH_REQUESTS = 6;
const DEATHS = deaths(FINISH_REQUESTS);

describe('a process that dies while a round is finished', () => {
  let world: CampaignWorld;
  let campaignId: string;
  let played: PlayedRound;

  beforeEach(async () => {
    world = campaignWorld();
    campaignId = await publishedCampaign(world, { split: splitOf(3) });
    played = await playRain(world, 'o-1', campaignId, 1);
  });

  const finish = (through: CampaignWorld) =>
    through.asPlayer('o-1', 'finish-round', {
      ticket: played.ticket,
      evidence: played.evidence,
    });
  const dieAt = (no: number, moment: Moment) =>
    finish(world.through((documents) => crashingDocuments(documents, no, moment)));

  it('has exactly the requests that are killed here', async () => {
    const counted = countingDocuments(world.documents);
    must(await finish(world.through(() => counted.documents)));
    expect(counted.requests).toHaveLength(FINISH_REQUESTS);
  });

  it.each(DEATHS)('%d %s: asking again gives one packet and one claim', async (no, moment) => {
    expect(await dieAt(no, moment)).toMatchObject({ failure: { code: 'INTERNAL' } });
    await moneyOf(world.documents, campaignId);
    const result = must(await finish(world));
    const { won, claims } = await moneyOf(world.documents, campaignId);
    expect(claims).toHaveLength(1);
    expect(result.packets.map((packet) => packet.amountFen)).toEqual([won[0]!.amountFen]);
    expect(must(await finish(world))).toEqual(result);
  });

  it.each(DEATHS)(
    '%d %s: coming back to the lobby finishes what was granted',
    async (no, moment) => {
      await dieAt(no, moment);
      const lobby = must(await world.asPlayer('o-1', 'lobby', { campaignId }));
      const { claims, participations } = await moneyOf(world.documents, campaignId);
      const granted = participations[0]!.packetsGranted;
      expect(lobby.me.packets).toHaveLength(granted);
      expect(claims.map((claim) => claim.step)).toEqual(granted === 1 ? ['OWED'] : []);
    },
  );

  it.each(DEATHS)('%d %s: the clock leaves no claim half taken', async (no, moment) => {
    await dieAt(no, moment);
    world.clock.advance(MINUTE_MS + 1);
    await world.tick();
    const { claims, shards } = await moneyOf(world.documents, campaignId);
    expect(claims.filter((claim) => claim.step === 'TAKING')).toEqual([]);
    expect(shards[0]!.taken).toBe(claims.length);
  });

  it('again while it is resumed, at every pair of places, still gives one packet', async () => {
    for (const [firstNo, firstMoment] of DEATHS) {
      for (const [secondNo, secondMoment] of deaths(FINISH_REQUESTS + 2)) {
        const pair = campaignWorld();
        const id = await publishedCampaign(pair, { split: splitOf(3) });
        const { ticket, evidence } = await playRain(pair, 'o-1', id, 1);
        const attempt = (through: CampaignWorld) =>
          through.asPlayer('o-1', 'finish-round', { ticket, evidence });
        await attempt(pair.through((d) => crashingDocuments(d, firstNo, firstMoment)));
        await attempt(pair.through((d) => crashingDocuments(d, secondNo, secondMoment)));
        expect(must(await attempt(pair)).packets).toHaveLength(1);
        expect((await moneyOf(pair.documents, id)).claims).toHaveLength(1);
      }
    }
  });

  it('does not lose a granted packet when the player simply plays on', async () => {
    await dieAt(2, 'after'); // granted, and no claim written
    world.clock.advance(30_000);
    await playRain(world, 'o-1', campaignId, 0);
    const { won } = await moneyOf(world.documents, campaignId);
    expect(won).toHaveLength(1);
  });

  it('shows a packet that was being taken when the player opens their list or the packet', async () => {
    await dieAt(4, 'after'); // the place is taken, the claim does not know it
    const { claims } = await moneyOf(world.documents, campaignId);
    expect(claims[0]!.step).toBe('TAKING');
    const mine = must(await world.asPlayer('o-1', 'my-packets', {}));
    expect(mine.rows).toHaveLength(1);
    const claimId = mine.rows[0]!.claimId;
    expect(codeOf(await world.asPlayer('o-1', 'packet', { claimId }))).toBe('OK');
  });
});

describe('a process that dies while a campaign is published', () => {
  /** Five shards of 200. */
  const split = splitOf(1_000);

  async function drafted() {
    const world = campaignWorld(memoryDocuments());
    const { campaignId, revision } = must(
      await world.asOrganiser(OWNER, 'save-draft', {
        draft: rainDraft({ split }),
        requestId: requestId(),
      }),
    );
    const publish = (through: CampaignWorld) =>
      through.asOrganiser(OWNER, 'publish', { campaignId, revision });
    return { world, campaignId, publish };
  }

  const resumptions = ['asked again', 'left to the clock'] as const;

  it.each(resumptions)('opens with exactly one whole split, %s', async (how) => {
    const trial = await drafted();
    const counted = countingDocuments(trial.world.documents);
    must(await trial.publish(trial.world.through(() => counted.documents)));

    for (const [no, moment] of deaths(counted.requests.length)) {
      const { world, campaignId, publish } = await drafted();
      await publish(world.through((d) => crashingDocuments(d, no, moment)));
      const before = must(await world.asOrganiser(OWNER, 'get', { campaignId }));
      await moneyOf(world.documents, campaignId);
      if (how === 'asked again') must(await publish(world));
      else await world.tick();

      const after = must(await world.asOrganiser(OWNER, 'get', { campaignId }));
      const left = how === 'left to the clock' && before.state === 'draft';
      expect(after.state).toBe(left ? 'draft' : 'published');
      if (before.seedHash !== null) expect(after.seedHash).toBe(before.seedHash);
      const { shards } = await moneyOf(world.documents, campaignId);
      expect(shards).toHaveLength(left ? 0 : 5);
    }
  });

  it('refuses to open over a pool that holds another split', async () => {
    const { world, campaignId, publish } = await drafted();
    const requests = countingDocuments(world.documents);
    await publish(world.through(() => crashingDocuments(requests.documents, 8, 'after')));
    await world.documents.update(
      'pool_shards',
      `${campaignId}.0`,
      {},
      { set: { 'amountsFen.0': 499 } },
    );
    expect(codeOf(await publish(world))).toBe('INTERNAL');
    expect(world.logged.join()).toContain('INV-04');
    expect(must(await world.asOrganiser(OWNER, 'get', { campaignId })).state).toBe('preparing');
  });
});

describe('a process that dies while a campaign is ended', () => {
  it('leaves the rest to the clock', async () => {
    const request = async (world: CampaignWorld, campaignId: string) =>
      world.asOrganiser(OWNER, 'end', { campaignId });
    for (const [no, moment] of deaths(8)) {
      const world = campaignWorld();
      const campaignId = await publishedCampaign(world, { split: splitOf(500) });
      await request(
        world.through((d) => crashingDocuments(d, no, moment)),
        campaignId,
      );
      const { state } = must(await world.asOrganiser(OWNER, 'get', { campaignId }));
      await world.tick();
      const { shards } = await moneyOf(world.documents, campaignId);
      expect(shards.every((shard) => shard.closed)).toBe(state === 'ended');
      const lobby = must(await world.asPlayer('o-1', 'lobby', { campaignId }));
      expect(lobby.campaign.seed !== null).toBe(state === 'ended');
    }
  });
});
