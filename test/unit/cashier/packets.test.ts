import type { PayoutChannel } from '../../../miniprogram/shared/channels';
import { keyedNames } from '../../../server/adapters/crypto/keyed-names';
import type { CampaignRecord, ClaimRecord } from '../../../server/domain/records';
import type { CollectionName, Doc, Documents } from '../../../server/ports/documents';
import { checkPacket } from '../../../server/usecases/cashier/check-packet';
import { openPacket } from '../../../server/usecases/cashier/open-packet';
import type { CashierTools } from '../../../server/usecases/cashier/tools';
import { withdrawPayout } from '../../../server/usecases/cashier/withdraw-payout';
import { knownRoom } from '../../../server/usecases/known-room';
import { rainDraft } from '../../support/campaign-world';
import {
  assertPayouts,
  CAMPAIGN_ID,
  type PayoutWorld,
  payoutWorld,
} from '../../support/payout-world';

const PLAYER = 'o-player';
const ORGANISER = 'o-owner';
const GROUP_CARD = 1008;
const SCANNED = 1047;
const MINUTE_MS = 60_000;

interface CashierWorld extends PayoutWorld {
  readonly cashier: CashierTools;
}

async function cashierWorld(
  channel: PayoutChannel,
  entryScene = GROUP_CARD,
): Promise<CashierWorld> {
  const world = payoutWorld({ channel });
  await world.owe(1, { openid: PLAYER, entryScene });
  await world.documents.insert('campaigns', {
    _id: CAMPAIGN_ID,
    rev: 0,
    state: 'published',
    organiserOpenid: ORGANISER,
    draft: rainDraft({ channel }),
  } as unknown as CampaignRecord);
  const cashier: CashierTools = {
    ...world.tools,
    knownRoom: knownRoom(),
    names: keyedNames('a secret that only tests know, 32+'),
    isOwner: (openid) => openid === ORGANISER,
    payoutOf: () => world.tools,
  };
  return { ...world, cashier };
}

const open = (world: CashierWorld, openid = PLAYER, entryScene = GROUP_CARD) =>
  world.time.run(openPacket(world.cashier, openid, { claimId: 'claim-1', entryScene }));

const check = (world: CashierWorld, openid = PLAYER) =>
  world.time.run(checkPacket(world.cashier, openid, { claimId: 'claim-1' }));

/** The first read of the claim is of so long ago: as if another tap came in between. */
function staleOnce({ documents }: PayoutWorld, agoMs: number): Documents {
  let isFirst = true;
  return {
    ...documents,
    async get<D extends Doc>(collection: CollectionName, id: string) {
      const doc = await documents.get<D>(collection, id);
      const { pass } = (doc ?? {}) as Partial<ClaimRecord>;
      if (collection !== 'claims' || !isFirst || !doc || !pass) return doc;
      isFirst = false;
      return { ...doc, pass: { ...pass, atMs: pass.atMs - agoMs } };
    },
  };
}

const withdraw = (world: CashierWorld, openid = ORGANISER) => {
  const request = { campaignId: CAMPAIGN_ID, claimId: 'claim-1', reason: '发错了人' };
  return world.time.run(withdrawPayout(world.cashier, openid, request));
};

describe('opening a transfer', () => {
  it('sends an owed packet at once and gives the phone its one call', async () => {
    const world = await cashierWorld('transfer-bills');
    const opened = await open(world);
    expect(opened).toMatchObject({
      ok: true,
      value: {
        packet: { payment: { step: 'SENT' } },
        phoneCall: { kind: 'merchant-transfer', package: expect.stringContaining('pass 1 of') },
      },
    });
    expect(world.gateway.sends.map(({ order }) => order.recipientId)).toEqual([PLAYER]);
    await assertPayouts(world);
  });

  it('uses the pass that is there while it is fresh, without asking the provider', async () => {
    const world = await cashierWorld('transfer-bills');
    await open(world);
    world.time.advance(5 * MINUTE_MS);
    await open(world);
    expect(world.gateway.sends).toHaveLength(1);
  });

  it('asks for a stale pass with the same bill, and pays once', async () => {
    const world = await cashierWorld('transfer-bills');
    await open(world);
    world.time.advance(11 * MINUTE_MS);
    expect(await open(world)).toMatchObject({
      value: { phoneCall: { package: expect.stringContaining('pass 2 of') } },
    });
    expect(new Set(world.gateway.sends.map(({ order }) => order.billNo)).size).toBe(1);
    expect(world.gateway.bills.size).toBe(1);
  });

  it('believes the provider, not the phone, about what came of it', async () => {
    const world = await cashierWorld('transfer-bills');
    await open(world);
    expect(await check(world)).toMatchObject({ value: { payment: { step: 'SENT' } } });
    world.gateway.openAll();
    expect(await check(world)).toMatchObject({ value: { payment: { step: 'RECEIVED' } } });
    expect(await open(world)).toMatchObject({ value: { phoneCall: null } });
  });

  it('notices that the packet was taken when it only wanted a new pass', async () => {
    const world = await cashierWorld('transfer-bills');
    await open(world);
    world.gateway.openAll();
    world.gateway.fate = () => ({ kind: 'silence', paid: true });
    world.time.advance(11 * MINUTE_MS);
    expect(await open(world)).toMatchObject({
      value: { packet: { payment: { step: 'RECEIVED' } }, phoneCall: null },
    });
  });

  it('says so when the provider does not answer, and changes nothing', async () => {
    const world = await cashierWorld('transfer-bills');
    await open(world);
    world.time.advance(11 * MINUTE_MS);
    world.gateway.fate = () => ({ kind: 'silence', paid: false });
    world.gateway.answersQueries = false;
    expect(await open(world)).toMatchObject({ failure: { code: 'PROVIDER_UNAVAILABLE' } });
    expect((await world.claim()).step).toBe('SENT');
  });

  it('raises the alarm when what brings a new pass is about something else', async () => {
    const world = await cashierWorld('transfer-bills');
    await open(world);
    world.time.advance(11 * MINUTE_MS);
    world.gateway.fate = () => ({ kind: 'lie' });
    await open(world);
    expect(world.logged).toContain('alert payout.security mismatch');
  });

  it('leaves a packet whose first send had no answer to the checker’s proof, with one bill', async () => {
    const world = await cashierWorld('transfer-bills');
    world.gateway.fate = () => ({ kind: 'silence', paid: true });
    expect(await open(world)).toMatchObject({
      value: { packet: { payment: { step: 'UNKNOWN' } }, phoneCall: null },
    });
    world.gateway.fate = () => ({ kind: 'pay' });
    world.time.advance(MINUTE_MS);
    expect(await open(world)).toMatchObject({
      value: { phoneCall: { kind: 'merchant-transfer' } },
    });
    expect(world.gateway.bills.size).toBe(1);
  });

  it('sends one bill no two times within a second, however many phones ask for its pass', async () => {
    const world = await cashierWorld('transfer-bills');
    await open(world);
    world.time.advance(11 * MINUTE_MS);
    const tap = async (afterMs: number) => {
      await world.time.sleep(afterMs);
      return openPacket(world.cashier, PLAYER, { claimId: 'claim-1', entryScene: GROUP_CARD });
    };
    // The second tap begins when the first one's send was noted and waits for its slot.
    await world.time.run(Promise.all([tap(0), tap(1_400), tap(2_900)]));
    const sentAtMs = world.gateway.sends.map(({ atMs }) => atMs);
    expect(sentAtMs.every((atMs, i) => i === 0 || atMs - sentAtMs[i - 1]! >= 1_000)).toBe(true);
  });

  it('gives a second tap the pass that the first one brought meanwhile', async () => {
    const world = await cashierWorld('transfer-bills');
    await open(world);
    world.time.advance(11 * MINUTE_MS);
    const tap = () =>
      openPacket(world.cashier, PLAYER, { claimId: 'claim-1', entryScene: GROUP_CARD });
    await world.time.run(tap());
    const stale = { ...world.tools, documents: staleOnce(world, 11 * MINUTE_MS) };
    const cashier = { ...world.cashier, ...stale, payoutOf: () => stale };
    expect(
      await world.time.run(
        openPacket(cashier, PLAYER, { claimId: 'claim-1', entryScene: GROUP_CARD }),
      ),
    ).toMatchObject({ value: { phoneCall: { package: expect.stringContaining('pass 2 of') } } });
    expect(world.gateway.sends).toHaveLength(2);
  });

  it('answers a tap during which another one saw the packet taken', async () => {
    const world = await cashierWorld('transfer-bills');
    await open(world);
    world.time.advance(11 * MINUTE_MS);
    world.gateway.openAll();
    world.gateway.fate = () => ({ kind: 'silence', paid: true });
    const tap = () =>
      openPacket(world.cashier, PLAYER, { claimId: 'claim-1', entryScene: GROUP_CARD });
    const taken = { value: { packet: { payment: { step: 'RECEIVED' } }, phoneCall: null } };
    expect(await world.time.run(Promise.all([tap(), tap(), tap()]))).toMatchObject([
      taken,
      taken,
      taken,
    ]);
  });

  it('opens nothing of another player’s', async () => {
    const world = await cashierWorld('transfer-bills');
    expect(await open(world, 'o-other')).toMatchObject({ failure: { code: 'NOT_FOUND' } });
    expect(await check(world, 'o-other')).toMatchObject({ failure: { code: 'NOT_FOUND' } });
    expect(world.gateway.sends).toHaveLength(0);
  });

  it('pays once, however many taps and timers meet', async () => {
    const world = await cashierWorld('transfer-bills');
    const tap = () =>
      openPacket(world.cashier, PLAYER, { claimId: 'claim-1', entryScene: GROUP_CARD });
    await world.time.run(Promise.all([tap(), tap(), tap()]));
    await world.send();
    expect(world.gateway.bills.size).toBe(1);
    await assertPayouts(world);
  });
});

describe('opening a packet of 小程序红包', () => {
  it('creates nothing for a player who did not scan, whoever asks', async () => {
    const world = await cashierWorld('sendminiprogramhb');
    await world.send();
    expect(await open(world)).toMatchObject({ failure: { code: 'SCAN_TO_OPEN' } });
    expect(world.gateway.sends).toHaveLength(0);
    expect(await world.claim()).toMatchObject({ step: 'OWED', waitsFor: 'scan', billNo: null });
  });

  it.each([1011, 1025, 1047, 1124])(
    'creates it once the player came by scene %d',
    async (scene) => {
      const world = await cashierWorld('sendminiprogramhb');
      await world.send();
      expect(await open(world, PLAYER, scene)).toMatchObject({
        value: { packet: { payment: { step: 'SENT' } } },
      });
      expect(world.gateway.bills.size).toBe(1);
    },
  );

  it('keeps the way to it: it can be opened days later with the same pass', async () => {
    const world = await cashierWorld('sendminiprogramhb', SCANNED);
    await world.send();
    const first = await open(world, PLAYER, SCANNED);
    world.time.advance(20 * 60 * MINUTE_MS);
    const again = await open(world, PLAYER, SCANNED);
    expect(again).toMatchObject({ ok: true });
    expect(world.gateway.sends).toHaveLength(1);
    expect(first).toMatchObject({ value: { phoneCall: { package: expect.any(String) } } });
  });
});

describe('a pass of 小程序红包 that is missing', () => {
  it('is not asked for at night', async () => {
    const world = await cashierWorld('sendminiprogramhb', SCANNED);
    world.gateway.fate = () => ({ kind: 'silence', paid: true });
    await world.send();
    world.time.advance(MINUTE_MS);
    await world.check();
    expect((await world.claim()).step).toBe('SENT');
    world.gateway.fate = () => ({ kind: 'pay' });
    const sends = world.gateway.sends.length;
    world.time.advance(13 * 60 * MINUTE_MS);
    expect(await open(world, PLAYER, SCANNED)).toMatchObject({
      failure: { code: 'PROVIDER_UNAVAILABLE' },
    });
    expect(world.gateway.sends).toHaveLength(sends);
    world.time.advance(8 * 60 * MINUTE_MS);
    expect(await open(world, PLAYER, SCANNED)).toMatchObject({
      value: { phoneCall: { kind: expect.any(String) } },
    });
  });
});

describe('a packet of the official account', () => {
  it('has nothing to open in the mini program', async () => {
    const world = await cashierWorld('sendredpack');
    expect(await open(world)).toMatchObject({ failure: { code: 'PACKET_NOT_OPENABLE' } });
  });
});

describe('taking back a transfer', () => {
  it('returns the money once, as the provider’s record says', async () => {
    const world = await cashierWorld('transfer-bills');
    await open(world);
    expect(await withdraw(world)).toMatchObject({ value: { payment: { step: 'RETURNED' } } });
    const claim = await world.claim();
    expect(claim.postings.filter(({ to }) => to === 'returned')).toHaveLength(1);
    expect(await withdraw(world)).toMatchObject({ failure: { code: 'NOT_WITHDRAWABLE' } });
  });

  it('comes too late once the player has confirmed', async () => {
    const world = await cashierWorld('transfer-bills');
    await open(world);
    world.gateway.openAll();
    expect(await withdraw(world)).toMatchObject({ value: { payment: { step: 'RECEIVED' } } });
  });

  it('is only for the campaign’s own organiser', async () => {
    const world = await cashierWorld('transfer-bills');
    await open(world);
    expect(await withdraw(world, 'o-somebody')).toMatchObject({ failure: { code: 'NOT_FOUND' } });
    expect((await world.claim()).step).toBe('SENT');
  });
});
