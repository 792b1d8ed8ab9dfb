import { memoryDocuments } from '../server/adapters/memory/documents';
import { moveClaim } from '../server/domain/claim-steps';
import { claimId } from '../server/domain/ids';
import {
  type BillRecord,
  type CampaignRecord,
  type ClaimRecord,
  NEVER_MS,
} from '../server/domain/records';

import type { Documents } from '../server/ports/documents';
import { auditCampaign } from '../server/usecases/audit/audit-campaign';
import { campaignShards } from '../server/usecases/organiser/prepare-pool';
import { claimsByIds } from '../server/usecases/stores/claims';
import { takingClaim } from '../test/support/taking-claim';

const CLAIMS = 100_000;
const CAMPAIGN_ID = 'bench';
const GOAL_MS = 10_000;

/**
 * Audits a campaign of 100,000 received packets over memory documents, and reads the same claims
 * once, page by page, adding up their amounts: the least that anybody could do.
 */
export async function run(): Promise<{ name: string; lines: string[] }> {
  const plainDocuments = memoryDocuments();
  const claimIds = await fill(plainDocuments);
  let mostRows = 0;
  const documents: Documents = {
    ...plainDocuments,
    async find(collection, where, options) {
      const rows = await plainDocuments.find(collection, where, options);
      mostRows = Math.max(mostRows, rows.length);
      return rows as never;
    },
  };

  const plainMs = await timeMs(() => plainPass(documents, claimIds));
  mostRows = 0;
  const auditMs = await timeMs(async () => {
    const report = await auditCampaign(
      {
        documents,
        clock: Date.now,
        sleep: async () => {},
        log: { info() {}, warn() {}, alert() {} },
        queryBill: null,
      },
      CAMPAIGN_ID,
      Number.MAX_SAFE_INTEGER,
    );
    const isRight = report?.claims === CLAIMS && report.differenceCount === 0;
    if (!isRight) throw new Error(`the audit says ${JSON.stringify(report?.differences)}`);
  });
  return {
    name: 'audit of 100,000 claims',
    lines: [
      `audit: ${(auditMs / 1000).toFixed(1)} s of processor time (pool, postings, bills, evidence)`,
      `one plain pass over the claims: ${(plainMs / 1000).toFixed(1)} s`,
      `ratio: ${(auditMs / plainMs).toFixed(1)}`,
      `most documents in one answer: ${mostRows}`,
      `goal: 10 s and at most 1,000 documents at once: ${
        auditMs <= GOAL_MS && mostRows <= 1_000 ? 'met' : 'missed'
      }`,
    ],
  };
}

async function plainPass(documents: Documents, ids: readonly string[]): Promise<void> {
  let totalFen = 0;
  for (let from = 0; from < ids.length; from += 1_000) {
    const claims = await claimsByIds(documents, ids.slice(from, from + 1_000));
    totalFen += claims.reduce((sum, claim) => sum + claim.amountFen, 0);
  }
  if (totalFen === 0) throw new Error('nothing was read');
}

/** A sold-out campaign, every packet of which was received; answers the claims' ids. */
async function fill(documents: Documents): Promise<string[]> {
  const campaign = benchCampaign();
  await documents.insert('campaigns', campaign);
  const ids: string[] = [];
  for (const shard of campaignShards(campaign)) {
    const takers = shard.amountsFen.map((_, no) => claimId(CAMPAIGN_ID, `p${ids.length + no}`, 1));
    ids.push(...takers);
    const taken = takers.length;
    await documents.insert('pool_shards', { ...shard, takers, taken, left: 0 });
    for (const [placeNo, id] of takers.entries()) {
      const amountFen = shard.amountsFen[placeNo] as number;
      const claim = receivedClaim(id, { shardNo: shard.shardNo, placeNo, amountFen });
      await documents.insert('claims', claim);
      await documents.insert<BillRecord>('bills', {
        _id: claim.billNo as string,
        rev: 1,
        channel: 'sendredpack',
        claimId: id,
        attemptNo: 1,
        recipientId: claim.recipientId as string,
        amountFen,
        createdAtMs: 1,
      });
    }
  }
  return ids;
}

function receivedClaim(
  id: string,
  place: { shardNo: number; placeNo: number; amountFen: number },
): ClaimRecord {
  const billNo = `B-${id}`;
  const move = { atMs: 1, dueAtMs: NEVER_MS, evidence: 'query-answer' as const };
  const taking = takingClaim(id, {
    campaignId: CAMPAIGN_ID,
    shardNo: place.shardNo,
    recipientId: `official-${id}`,
  });
  const owed = moveClaim(taking, 'OWED', { ...move, cause: 'claimed', place }).after;
  const sending = moveClaim(owed, 'SENDING', { ...move, cause: billNo, billNo, sending: true });
  return moveClaim(sending.after, 'RECEIVED', { ...move, cause: `${billNo} RECEIVED` }).after;
}

function benchCampaign(): CampaignRecord {
  const split = {
    kind: 'random' as const,
    totalFen: CLAIMS * 300,
    packetCount: CLAIMS,
    minFen: 100,
    maxFen: 1_000,
  };
  const rain = { roundSeconds: 10, dropsPerSecond: 3, hitsPerPacket: 1, packetsPerRound: 1 };
  return {
    _id: CAMPAIGN_ID,
    rev: 1,
    organiserOpenid: 'o-bench',
    requestId: 'bench',
    state: 'ended',
    revision: 1,
    draft: {
      title: 'bench',
      senderName: 'bench',
      greeting: 'bench',
      game: { id: 'red-packet-rain', settings: rain },
      split,
      startAtMs: 0,
      endAtMs: 1,
      packetsPerPlayer: 1,
      roundsPerPlayer: 1,
      allowList: [],
      blockList: [],
      channel: 'sendredpack',
      funding: 'merchant-balance',
    },
    createdAtMs: 0,
    publishedAtMs: 0,
    endedAtMs: 1,
    endAtMs: 1,
    shardCount: 500,
    seed: 'a1'.repeat(32),
    seedHash: 'b2'.repeat(32),
    shardsClosed: true,
  };
}

/** Processor time: nothing here waits for anybody, and a noisy machine must not decide. */
async function timeMs(work: () => Promise<void>): Promise<number> {
  const started = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}
