/*
 * Claims after every write: INV-06, 08, 11, 15, 17 to 21, 24, 25. Written from the rules' text, not
 * from server/domain: the tables below are what the rules say, so that a wrong table there is found.
 */
import type { ClaimRecord, Posting } from '../../../server/domain/records';
import type { Actor } from '../engine/actors';
import type { Judge } from '../judge';
import type { Mirror } from '../mirror';
import type { Provider, Status } from '../provider';
import type { PoolRules } from './pool';

const MAY_BECOME: Readonly<Record<string, readonly string[]>> = {
  TAKING: ['TAKING', 'OWED', 'NONE_LEFT'],
  NONE_LEFT: [],
  OWED: ['OWED', 'SENDING', 'UNKNOWN', 'HELD'],
  SENDING: ['SENDING', 'OWED', 'UNKNOWN', 'SENT', 'RECEIVED', 'RETURNED', 'HELD'],
  UNKNOWN: ['UNKNOWN', 'OWED', 'SENDING', 'SENT', 'RECEIVED', 'RETURNED', 'HELD'],
  SENT: ['SENT', 'RECEIVED', 'RETURNED'],
  RECEIVED: [],
  RETURNED: [],
  HELD: ['HELD', 'OWED', 'UNKNOWN', 'SENT', 'RECEIVED', 'RETURNED', 'CANCELLED', 'SETTLED'],
  CANCELLED: [],
  SETTLED: [],
};

const MONEY_AT: Readonly<Record<string, readonly string[]>> = {
  TAKING: ['unallocated'],
  NONE_LEFT: ['unallocated'],
  OWED: ['owed'],
  SENDING: ['in-flight'],
  UNKNOWN: ['in-flight'],
  SENT: ['sent'],
  RECEIVED: ['received'],
  RETURNED: ['returned'],
  HELD: ['owed', 'in-flight'],
  CANCELLED: ['unallocated'],
  SETTLED: ['settled-outside'],
};

/** What the provider must have said about the bill before the claim may stand there (INV-21). */
const SAID_BEFORE: Readonly<Record<string, readonly Status[]>> = {
  SENT: ['SENT', 'RFUND_ING'],
  RECEIVED: ['RECEIVED'],
  RETURNED: ['REFUND', 'FAILED'],
};

const FIXED = ['campaignId', 'openid', 'playerCode', 'campaignTitle', 'senderName'] as const;

export interface ClaimRules {
  written(actor: Actor, before: ClaimRecord | null, after: ClaimRecord | null): void;
}

export function claimRules(
  judge: Judge,
  mirror: Mirror,
  pool: PoolRules,
  provider: Provider,
): ClaimRules {
  const { must } = judge;
  const heldPackets = new Map<string, number>();

  function granted(claim: ClaimRecord): void {
    const dot = claim._id.lastIndexOf('.');
    const ordinal = Number(claim._id.slice(dot + 1));
    const participation = mirror.participations.get(claim._id.slice(0, dot));
    const isGranted = participation !== undefined && ordinal <= participation.packetsGranted;
    must(isGranted, 'INV-12', () => `${claim._id} was written without having been granted`);
    must(
      claim.step === 'TAKING' && claim.postings.length === 0,
      'INV-24',
      () => `${claim._id} began as ${claim.step}`,
    );
  }

  function moved(before: ClaimRecord, after: ClaimRecord): void {
    const legal = MAY_BECOME[before.step]?.includes(after.step) ?? false;
    must(legal, 'INV-24', () => `${after._id}: ${before.step} → ${after.step}`);
    const fixed = FIXED.every((field) => before[field] === after[field]);
    must(fixed, 'INV-18', () => `${after._id}: whose claim it is has changed`);
    if (before.step !== 'TAKING') {
      const kept = before.amountFen === after.amountFen && before.placeNo === after.placeNo;
      must(kept, 'INV-11', () => `${after._id}: another amount than before`);
    }
  }

  function books(before: ClaimRecord | null, after: ClaimRecord): void {
    const earlier = before?.postings ?? [];
    const kept = earlier.every((posting, i) => sameAs(posting, after.postings[i]));
    must(kept, 'INV-25', () => `${after._id}: a posting was changed`);
    let account = 'unallocated';
    after.postings.forEach((posting, i) => {
      const linked = posting.no === i + 1 && posting.from === account && posting.cause !== '';
      must(linked, 'INV-25', () => `${after._id}: posting ${posting.no} does not follow`);
      must(posting.amountFen === after.amountFen, 'INV-11', () => `${after._id}: posting amount`);
      account = posting.to;
    });
    const fits = MONEY_AT[after.step]?.includes(account) ?? false;
    must(fits, 'INV-15', () => `${after._id} is ${after.step}, its money in ${account}`);
  }

  function packet(before: ClaimRecord, after: ClaimRecord): void {
    if (before.step !== 'TAKING' || after.step !== 'OWED') return;
    const shard = mirror.shards.get(`${after.campaignId}.${after.shardNo}`);
    const isHolder = shard?.takers[after.placeNo] === after._id;
    must(isHolder, 'INV-06', () => `${after._id} does not hold place ${after.placeNo}`);
    const isAmount = shard?.amountsFen[after.placeNo] === after.amountFen;
    must(isAmount, 'INV-11', () => `${after._id}: ${after.amountFen} fen is not its packet`);

    const player = `${after.campaignId} ${after.openid}`;
    const count = (heldPackets.get(player) ?? 0) + 1;
    heldPackets.set(player, count);
    const limit = mirror.campaigns.get(after.campaignId)!.draft.packetsPerPlayer;
    must(count <= limit, 'INV-08', () => `${after._id}: packet ${count} of at most ${limit}`);
  }

  /** INV-13: whoever gets none has seen every place taken or closed. */
  function noneLeft(actor: Actor, before: ClaimRecord, after: ClaimRecord): void {
    if (before.step !== 'TAKING' || after.step !== 'NONE_LEFT') return;
    for (const shard of pool.shardsOf(after.campaignId)) {
      const hadRoom = pool.hadRoomSince(shard, actor.startedAtMs);
      must(!hadRoom, 'INV-13', () => `${after._id} got none, and ${shard._id} has room`);
    }
  }

  function billNumber(before: ClaimRecord, after: ClaimRecord): void {
    const ended = after.endedBillNos.slice(before.endedBillNos.length);
    for (const billNo of ended) {
      const proven = hasEnded(provider, billNo) && !provider.isOut(billNo);
      must(proven, 'INV-19', () => `${after._id}: bill ${billNo} was ended without proof`);
    }
    if (before.billNo === after.billNo) return;
    if (before.billNo !== null) {
      const gone = ended.includes(before.billNo) && after.billNo === null;
      must(gone, 'INV-19', () => `${after._id}: ${before.billNo} was replaced by ${after.billNo}`);
    }
    if (after.billNo !== null) {
      const bill = mirror.bills.get(after.billNo);
      must(bill?.claimId === after._id, 'INV-17', () => `${after._id}: its bill is not stored`);
    }
  }

  function evidence(before: ClaimRecord, after: ClaimRecord): void {
    if (before.step === after.step) return;
    const said = SAID_BEFORE[after.step];
    if (said) {
      const isProven = said.some((status) => provider.told(after.billNo ?? '', status));
      must(isProven, 'INV-21', () => `${after._id} became ${after.step} without evidence`);
    }
    if (after.step === 'CANCELLED') {
      const out = [before.billNo ?? '', ...after.endedBillNos].find(provider.isOut);
      must(
        out === undefined,
        'INV-15',
        () => `${after._id} is the campaign's again, ${out} is out`,
      );
    }
    const wasInFlight = before.postings.at(-1)?.to === 'in-flight';
    if (wasInFlight && after.postings.at(-1)?.to === 'owed') {
      const out = [before.billNo ?? '', ...after.endedBillNos].find(provider.isOut);
      must(out === undefined, 'INV-20', () => `${after._id} is owed again, ${out} was paid`);
    }
  }

  return {
    written(actor, before, after) {
      must(after !== null, 'INV-10', () => `claim ${before?._id} was removed`);
      if (!after) return;
      books(before, after);
      if (!before) return granted(after);
      moved(before, after);
      packet(before, after);
      noneLeft(actor, before, after);
      billNumber(before, after);
      evidence(before, after);
    },
  };
}

/**
 * The provider has said that the bill is over and that nothing was paid. A transfer that was closed says
 * so too; a red packet that came back was in its player's hands.
 */
export function hasEnded(provider: Provider, billNo: string): boolean {
  const isTransfer = provider.bills.get(billNo)?.channel === 'transfer-bills';
  return provider.told(billNo, 'FAILED') || (isTransfer && provider.told(billNo, 'REFUND'));
}

function sameAs(a: Posting, b: Posting | undefined): boolean {
  return (
    b !== undefined &&
    a.no === b.no &&
    a.from === b.from &&
    a.to === b.to &&
    a.amountFen === b.amountFen &&
    a.atMs === b.atMs &&
    a.cause === b.cause
  );
}
