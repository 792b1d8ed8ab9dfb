import { wxCloudDocuments } from '../../server/adapters/wx-cloud/documents';
import { COLLECTIONS } from '../../server/collections';
import { composeCampaignClock, composePlayer, type WxCloud } from '../../server/compose';
import {
  campaignWorld,
  hitsOf,
  must,
  OWNER,
  publishedCampaign,
  requestId,
  splitOf,
} from '../support/campaign-world';
import { moneyOf } from '../support/money-invariants';
import { type SdkCloud, startSdkCloud } from '../support/sdk-cloud';

let sdk: SdkCloud;
beforeAll(async () => {
  sdk = await startSdkCloud(COLLECTIONS);
});
afterAll(() => sdk.close());

const documents = () => wxCloudDocuments(sdk.cloud.database());
const cloud = () => sdk.cloud as unknown as WxCloud;
const SECRET = 's'.repeat(32);

/** The platform sets these before each event. */
async function calledBy<T>(openid: string | null, call: () => Promise<T>): Promise<T> {
  const names = openid === null ? '' : 'WX_OPENID,WX_APPID';
  Object.assign(process.env, { WX_CONTEXT_KEYS: names, WX_APPID: 'wx-test' });
  process.env['WX_OPENID'] = openid ?? '';
  process.env['TCB_SOURCE'] = openid === null ? 'wx_trigger' : 'wx_client';
  return call();
}

describe('a campaign through the real SDK', () => {
  it('is published, raced for, sold out, paged and adds up', async () => {
    const world = campaignWorld(documents());
    const campaignId = await publishedCampaign(world, { split: splitOf(201) });
    const rounds = [];
    for (let no = 0; no < 70; no += 1) {
      const request = { campaignId, requestId: requestId() };
      const started = must(await world.asPlayer(`o-${no}`, 'start-round', request));
      rounds.push({ ...started, openid: `o-${no}` });
    }
    world.clock.set(rounds[0]!.endsAtMs);
    const results = await Promise.all(
      rounds.map(({ openid, ticket, deal }) =>
        world.asPlayer(openid, 'finish-round', { ticket, evidence: hitsOf(deal, 3) }),
      ),
    );
    const shown = results.flatMap((result) => must(result).packets);
    expect(new Set(shown.map((packet) => packet.claimId)).size).toBe(201);
    expect((await moneyOf(world.documents, campaignId)).won).toHaveLength(201);

    const live = must(await world.asOrganiser(OWNER, 'live', { campaignId }));
    expect(live).toMatchObject({
      claimedCount: 201,
      conservation: { unallocatedFen: 0, owedFen: 40_200, differenceFen: 0 },
      alarms: [],
    });
    const first = must(await world.asOrganiser(OWNER, 'claims', { campaignId }));
    const next = { campaignId, cursor: first.nextCursor! };
    const second = must(await world.asOrganiser(OWNER, 'claims', next));
    const paged = [...first.rows, ...second.rows].map((row) => row.claimId);
    expect(new Set(paged).size).toBe(100);
    expect(await world.tick()).toMatchObject({ claimsResumed: 0 });
  });
});

describe('the composed functions', () => {
  it('serve players while everything about payment is missing', async () => {
    const main = composePlayer({ TICKET_SECRET: SECRET }, cloud());
    const reply = await calledBy('o-1', () => main({ action: 'home' }));
    expect(reply).toMatchObject({ ok: true, value: { isOrganiser: false } });
  });

  it('know a caller only from the platform', async () => {
    const main = composePlayer({ TICKET_SECRET: SECRET, OWNER_OPENIDS: 'o-7' }, cloud());
    const owner = await calledBy('o-7', () => main({ action: 'home' }));
    expect(owner).toMatchObject({ value: { isOrganiser: true } });
    const nobody = await calledBy(null, () => main({ action: 'home' }));
    expect(nobody).toMatchObject({ ok: false, failure: { code: 'FORBIDDEN' } });
  });

  it('tell a phone nothing about a missing secret but where to look', async () => {
    const main = composePlayer({}, cloud());
    const reply = await calledBy('o-1', () => main({ action: 'home' }));
    expect(reply).toMatchObject({
      ok: false,
      failure: { code: 'INTERNAL', facts: { traceId: expect.stringMatching(/^[0-9a-f]{12}$/) } },
    });
  });

  it('run the clock for the timer and for nobody else', async () => {
    const main = composeCampaignClock({ TICKET_SECRET: SECRET }, cloud());
    const event = { Type: 'Timer', TriggerName: 'every-minute' };
    expect(await calledBy('o-1', () => main(event))).toEqual({ refused: 'FORBIDDEN' });
    expect(await calledBy(null, () => main(event))).toMatchObject({ claimsResumed: 0 });
  });
});
