import { DAY_MS, HOUR_MS } from '../../../miniprogram/shared/beijing-time';
import type { BalanceRecord } from '../../../server/domain/funding/records';
import {
  type CampaignWorld,
  campaignWorld,
  codeOf,
  must,
  OWNER,
  publishedCampaign,
  rainDraft,
  requestId,
  splitOf,
  wins,
} from '../../support/campaign-world';

/** A world in which finance has declared so much of the basic account, and nothing else. */
async function declaredWorld(freeFen: number | null): Promise<CampaignWorld> {
  const world = campaignWorld();
  await world.documents.remove('balances', 'red-packet', {});
  await world.documents.remove('balances', 'transfer', {});
  if (freeFen !== null) await declare(world, freeFen);
  return world;
}

async function declare(world: CampaignWorld, freeFen: number, id = requestId()) {
  const request = { account: 'red-packet', freeFen, requestId: id } as const;
  return must(await world.asOrganiser(OWNER, 'declare-balance', request));
}

async function publish(world: CampaignWorld, packetCount: number) {
  const draft = rainDraft({ split: splitOf(packetCount) });
  const saved = must(
    await world.asOrganiser(OWNER, 'save-draft', { draft, requestId: requestId() }),
  );
  const { campaignId, revision } = saved;
  const reply = await world.asOrganiser(OWNER, 'publish', { campaignId, revision });
  return { campaignId, revision, reply };
}

async function account(world: CampaignWorld) {
  const { accounts } = must(await world.asOrganiser(OWNER, 'balance', {}));
  const { freeFen, setAsideFen } = accounts.find((one) => one.account === 'red-packet')!;
  return { freeFen, setAsideFen };
}

describe('a campaign from the merchant’s balance', () => {
  it('opens only when somebody has declared enough, and says what is missing', async () => {
    const world = await declaredWorld(null);
    expect(codeOf((await publish(world, 10)).reply)).toBe('BALANCE_NOT_DECLARED');
    await declare(world, 1_999);
    expect((await publish(world, 10)).reply).toMatchObject({
      failure: { code: 'BALANCE_TOO_SMALL', facts: { freeFen: 1_999, missingFen: 1 } },
    });
    await declare(world, 2_000);
    expect(codeOf((await publish(world, 10)).reply)).toBe('OK');
    expect(await account(world)).toEqual({ freeFen: 0, setAsideFen: 2_000 });
  });

  it('adds budget only from what is free', async () => {
    const world = await declaredWorld(2_300);
    const { campaignId } = await publish(world, 10);
    const add = (packetCount: number) =>
      world.asOrganiser(OWNER, 'add-budget', {
        campaignId,
        packetCount,
        totalFen: packetCount * 200,
        requestId: requestId(),
      });
    expect(codeOf(await add(12))).toBe('BALANCE_TOO_SMALL');
    expect(codeOf(await add(11))).toBe('OK');
    expect(await account(world)).toEqual({ freeFen: 100, setAsideFen: 2_200 });
  });

  it('two that want the last of it get it once', async () => {
    const world = await declaredWorld(2_000);
    const both = await Promise.all([publish(world, 10), publish(world, 10)]);
    const codes = both.map(({ reply }) => codeOf(reply)).sort();
    expect(codes).toEqual(['BALANCE_TOO_SMALL', 'OK']);
    expect(await account(world)).toEqual({ freeFen: 0, setAsideFen: 2_000 });
  });

  it('gives back at the end what nobody won, and once all is settled what came back', async () => {
    const world = await declaredWorld(2_000);
    const { campaignId } = await publish(world, 10);
    for (const openid of ['o-a', 'o-b']) must(await wins(world, openid, campaignId));
    await world.send();
    const [first, second] = [...world.gateway.bills.values()];
    must(await world.asOrganiser(OWNER, 'end', { campaignId }));
    await world.keep();
    const taken = first!.amountFen + second!.amountFen;
    expect(await account(world)).toEqual({ freeFen: 2_000 - taken, setAsideFen: taken });

    first!.status = 'RECEIVED';
    second!.status = 'REFUND';
    world.clock.advance(3 * HOUR_MS);
    await world.check();
    await world.keep();
    const settled = { freeFen: 2_000 - first!.amountFen, setAsideFen: 0 };
    expect(await account(world)).toEqual(settled);
    world.clock.advance(2 * DAY_MS);
    await world.keep();
    await world.keep();
    expect(await account(world)).toEqual(settled);
    const stored = await world.documents.get<BalanceRecord>('balances', 'red-packet');
    expect(stored?.setAside).toEqual([]);
  });

  it('gives back what a publishing that stopped had set aside, but not to somebody who is publishing', async () => {
    const world = await declaredWorld(2_000);
    const stopped = world.through((documents) => ({
      ...documents,
      async insert(collection, doc) {
        if (collection === 'audit_entries' && doc._id.includes('.publish.'))
          throw new Error('gone');
        return documents.insert(collection, doc);
      },
    }));
    await publish(stopped, 10);
    expect(await account(world)).toEqual({ freeFen: 0, setAsideFen: 2_000 });
    await world.keep();
    expect(await account(world)).toEqual({ freeFen: 0, setAsideFen: 2_000 });
    world.clock.advance(HOUR_MS);
    await world.keep();
    expect(await account(world)).toEqual({ freeFen: 2_000, setAsideFen: 0 });
  });

  it('gives back what a draft had set aside that was deleted', async () => {
    const world = await declaredWorld(2_000);
    const stopped = world.through((documents) => ({
      ...documents,
      async update(collection, id, guard, change) {
        if (collection === 'campaigns') throw new Error('gone');
        return documents.update(collection, id, guard, change);
      },
    }));
    const { campaignId } = await publish(stopped, 10);
    must(await world.asOrganiser(OWNER, 'delete-draft', { campaignId }));
    await world.keep();
    expect(await account(world)).toEqual({ freeFen: 2_000, setAsideFen: 0 });
  });

  it('shows on its page whether its budget is set aside', async () => {
    const world = await declaredWorld(100_000);
    const campaignId = await publishedCampaign(world);
    const { funding } = must(await world.asOrganiser(OWNER, 'live', { campaignId }));
    expect(funding).toMatchObject({ kind: 'merchant-balance', isSetAside: true, paidInFen: 0 });
  });
});

describe('declaring', () => {
  it('is refused beyond what could still be added to in whole fen', async () => {
    const world = await declaredWorld(1_000);
    const request = {
      account: 'red-packet',
      freeFen: Number.MAX_SAFE_INTEGER,
      requestId: requestId(),
    } as const;
    expect(codeOf(await world.asOrganiser(OWNER, 'declare-balance', request))).toBe('INVALID');
    expect(await account(world)).toMatchObject({ freeFen: 1_000 });
  });

  it('is for finance alone', async () => {
    const world = await declaredWorld(null);
    const request = { account: 'red-packet', freeFen: 1, requestId: requestId() } as const;
    const other = await world.asOrganiser(`${OWNER}-2`, 'declare-balance', request);
    expect(codeOf(other)).toBe('FORBIDDEN');
    expect(must(await world.asOrganiser(`${OWNER}-2`, 'balance', {})).mayDeclare).toBe(false);
    expect(must(await world.asOrganiser(OWNER, 'balance', {})).mayDeclare).toBe(true);
  });

  it('says what is free whatever was before, and a late repeat undoes nothing', async () => {
    const world = await declaredWorld(null);
    const id = requestId();
    await declare(world, 5_000, id);
    await publish(world, 10);
    expect(await account(world)).toEqual({ freeFen: 3_000, setAsideFen: 2_000 });
    await declare(world, 5_000, id);
    expect(await account(world)).toEqual({ freeFen: 3_000, setAsideFen: 2_000 });
    await declare(world, 5_000);
    expect(await account(world)).toEqual({ freeFen: 5_000, setAsideFen: 2_000 });
  });

  it('leaves who, when and how much in the trail', async () => {
    const world = await declaredWorld(null);
    await declare(world, 5_000, 'request-traced');
    expect(
      await world.documents.get('audit_entries', 'balance.red-packet.request-traced'),
    ).toMatchObject({
      action: 'declare-balance',
      who: world.tools.names.playerCode(OWNER),
      before: { freeFen: null },
      after: { freeFen: 5_000 },
    });
  });
});

describe('a balance that turns out too small', () => {
  it('is free for nobody until it is declared anew, and every campaign from it says so', async () => {
    const world = await declaredWorld(100_000);
    const { campaignId } = await publish(world, 10);
    must(await wins(world, 'o-a', campaignId));
    world.gateway.fate = () => ({ kind: 'refuse', code: 'NOTENOUGH' });
    await world.send();
    expect(await account(world)).toEqual({ freeFen: 0, setAsideFen: 2_000 });
    expect((await publish(world, 10)).reply).toMatchObject({
      failure: { code: 'BALANCE_TOO_SMALL', facts: { freeFen: 0, missingFen: 2_000 } },
    });
    const kinds = async () =>
      must(await world.asOrganiser(OWNER, 'live', { campaignId })).alarms.map(({ kind }) => kind);
    expect(await kinds()).toContain('balance-short');

    must(await world.asOrganiser(OWNER, 'end', { campaignId }));
    await world.keep();
    expect((await account(world)).freeFen).toBe(0);
    await declare(world, 7_000);
    expect((await account(world)).freeFen).toBe(7_000);
    expect(await kinds()).not.toContain('balance-short');
  });
});
