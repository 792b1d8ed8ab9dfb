import { HOUR_MS } from '../../../miniprogram/shared/beijing-time';
import {
  billNosOf,
  claimDifferences,
  type Difference,
  emptyAccounts,
  fundingDifferences,
  placeDifferences,
  providerDifference,
  shardDifferences,
  withPostings,
} from '../../domain/audit';
import { invariant } from '../../domain/invariant';
import { QUERYABLE_FOR_MS } from '../../domain/payout-timing';
import type {
  AuditReportRecord,
  BillRecord,
  CampaignRecord,
  ClaimRecord,
  PoolShardRecord,
} from '../../domain/records';
import type { Clock, Sleep } from '../../ports/clock';
import type { Documents } from '../../ports/documents';
import type { Log } from '../../ports/log';
import type { PayoutGateway, PayoutOrder, QueryAnswer } from '../../ports/payout-gateway';
import { campaignShards } from '../organiser/prepare-pool';
import { insertReport, newestReports, saveReport } from '../stores/audit-reports';
import { billsOfClaims } from '../stores/bills';
import { campaignById } from '../stores/campaigns';
import { claimsByIds, completedByShard, completedIn, storedIds } from '../stores/claims';
import { fundingOf } from '../stores/fundings';
import { shardsFrom } from '../stores/pool';

export interface AuditTools {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly log: Log;
  /** Null: the provider is not asked, and the report says so by asking about no bill. */
  readonly queryBill: PayoutGateway['query'] | null;
}

/** Five shards have at most 1,000 places: one page of claims, and all that is in memory at once. */
const SHARDS_AT_ONCE = 5;
/** Asking takes a tenth of a second a bill: a page must end well within a function's time. */
const SHARDS_AT_ONCE_ASKING = 1;
/** So many questions of a page without an answer: the others are not asked. */
const SILENT_MOST = 8;
/** Mostly it was too many questions in one second. */
const ASK_AGAIN_AFTER_MS = 1_500;
const QUERIES_AT_ONCE = 4;
const LISTED_MOST = 100;
const FIND_LIMIT_MOST = 1000;

/**
 * Compares everything that is stored about one campaign with itself and with the provider, shard by
 * shard, and writes down every difference to the fen. Goes on with an audit that was not finished,
 * and stops between two pages when `untilMs` has passed; `finishedAtMs` of the report tells.
 *
 * The campaign may run meanwhile. Counts are read before the places they are compared with, and
 * claims after, so that what moves in between is never taken for a difference. Null when another
 * run went on with the same report. Throws when there is no such published campaign.
 */
export async function auditCampaign(
  tools: AuditTools,
  campaignId: string,
  untilMs: number,
): Promise<AuditReportRecord | null> {
  const { documents, clock, log, queryBill } = tools;
  const completed = await completedByShard(documents, campaignId);
  const campaign = await campaignById(documents, campaignId);
  invariant(campaign !== null, 'INV-04', `campaign ${campaignId} is missing`);
  const expected = campaignShards(campaign);
  const pageSize = queryBill ? SHARDS_AT_ONCE_ASKING : SHARDS_AT_ONCE;
  let report: AuditReportRecord | null = await openReport(tools, campaign);
  while (report && report.nextShardNo < expected.length) {
    const page = expected.slice(report.nextShardNo, report.nextShardNo + pageSize);
    const found = await auditShards(tools, campaign, page, completed);
    const nextShardNo = report.nextShardNo + page.length;
    const isLast = nextShardNo >= expected.length;
    if (isLast) found.differences.push(...(await outsideThePool(tools, completed, expected)));
    if (isLast) found.differences.push(...(await inTheFunding(tools, campaign._id)));
    const grown = { ...withPage(report, found), nextShardNo };
    const { totalFen } = campaign.draft.split;
    report = await saveReport(documents, isLast ? finished(grown, totalFen, clock()) : grown);
    if (clock() >= untilMs) break;
  }
  if (report?.finishedAtMs && report.differenceCount > 0) {
    const { differenceCount: count, differenceFen: amountFen } = report;
    log.alert('audit.difference', { campaignId: campaign._id, count, amountFen });
  }
  return report;
}

async function openReport(
  { documents, clock }: AuditTools,
  campaign: CampaignRecord,
): Promise<AuditReportRecord> {
  const [newest] = await newestReports(documents, campaign._id, 1);
  if (newest?.finishedAtMs === 0) return newest;
  const startedAtMs = clock();
  const report: AuditReportRecord = {
    _id: `${campaign._id}.${startedAtMs}`,
    rev: 1,
    campaignId: campaign._id,
    startedAtMs,
    finishedAtMs: 0,
    nextShardNo: 0,
    fundedFen: campaign.draft.split.totalFen,
    claims: 0,
    taking: 0,
    accounts: emptyAccounts(),
    billsAsked: 0,
    billsUnanswered: 0,
    differenceCount: 0,
    differenceFen: 0,
    differences: [],
  };
  await insertReport(documents, report);
  return report;
}

interface PageFindings {
  readonly claims: readonly ClaimRecord[];
  readonly taking: number;
  readonly billsAsked: number;
  readonly billsUnanswered: number;
  readonly differences: Difference[];
}

async function auditShards(
  tools: AuditTools,
  campaign: CampaignRecord,
  expected: readonly PoolShardRecord[],
  completed: ReadonlyMap<number, number>,
): Promise<PageFindings> {
  const { documents } = tools;
  const first = expected[0]?.shardNo ?? 0;
  const stored = await shardsFrom(documents, campaign._id, first, expected.length);
  const shardOf = new Map(stored.map((shard) => [shard.shardNo, shard]));
  const takers = stored.flatMap((shard) => shard.takers);
  const claimOf = new Map(
    (await claimsByIds(documents, [...new Set(takers)])).map((claim) => [claim._id, claim]),
  );
  // F-21: what newer code has written is neither missing nor compared.
  const newer = await storedIds(
    documents,
    takers.filter((id) => !claimOf.has(id)),
  );
  const billsOf = grouped(await billsOfClaims(documents, [...claimOf.keys()]));

  const differences: Difference[] = [];
  const matched: ClaimRecord[] = [];
  let taking = 0;
  for (const plan of expected) {
    const shard = shardOf.get(plan.shardNo) ?? null;
    // While budget is being added its shards appear one by one.
    if (!shard && campaign.additionOpen) continue;
    differences.push(...shardDifferences(shard, plan));
    if (!shard) continue;
    const before = matched.length;
    shard.takers.forEach((id, placeNo) => {
      if (newer.has(id)) {
        differences.push(writtenByNewerCode(shard, placeNo, id));
        return;
      }
      const claim = claimOf.get(id) ?? null;
      const faults = placeDifferences(shard, placeNo, claim);
      differences.push(...faults);
      if (claim?.step === 'TAKING') taking += 1;
      else if (claim && faults.every((fault) => fault.kind !== 'place')) matched.push(claim);
    });
    if ((completed.get(plan.shardNo) ?? 0) > matched.length - before) {
      differences.push(...(await withoutPlace(tools, campaign._id, shard)));
    }
  }
  for (const claim of matched) {
    differences.push(...claimDifferences(claim, billsOf.get(claim._id) ?? []));
  }
  const asked = await askProvider(tools, matched, billsOf);
  return { claims: matched, taking, ...asked, differences: [...differences, ...asked.differences] };
}

function writtenByNewerCode(shard: PoolShardRecord, placeNo: number, about: string): Difference {
  const amountFen = shard.amountsFen[placeNo] ?? 0;
  return { kind: 'newer', about, amountFen, detail: 'written by newer code, not compared' };
}

/** Completed claims that name this shard and hold none of its places. */
async function withoutPlace(
  { documents }: AuditTools,
  campaignId: string,
  shard: PoolShardRecord,
): Promise<Difference[]> {
  const claims = await completedIn(documents, campaignId, shard.shardNo, FIND_LIMIT_MOST);
  return claims
    .filter(({ _id, placeNo }) => shard.takers[placeNo] !== _id)
    .map(({ _id, placeNo, amountFen }) => ({
      kind: 'claim' as const,
      about: _id,
      amountFen,
      detail: `its place ${shard.shardNo}/${placeNo} is not its own`,
    }));
}

async function outsideThePool(
  { documents }: AuditTools,
  completed: ReadonlyMap<number, number>,
  expected: readonly PoolShardRecord[],
): Promise<Difference[]> {
  const campaignId = expected[0]?.campaignId ?? '';
  const known = new Set(expected.map((shard) => shard.shardNo));
  const strange = [...completed.keys()].filter((shardNo) => !known.has(shardNo));
  const claims = await Promise.all(
    strange.map((shardNo) => completedIn(documents, campaignId, shardNo, FIND_LIMIT_MOST)),
  );
  return claims.flat().map(({ _id, shardNo, amountFen }) => ({
    kind: 'claim' as const,
    about: _id,
    amountFen,
    detail: `there is no shard ${shardNo}`,
  }));
}

async function inTheFunding({ documents }: AuditTools, campaignId: string): Promise<Difference[]> {
  const funding = await fundingOf(documents, campaignId);
  return funding ? fundingDifferences(funding) : [];
}

const UNASKED: QueryAnswer = { kind: 'unknown', code: 'UNASKED' };

/** Every bill that the provider still answers about, a few at once. */
async function askProvider(
  tools: AuditTools,
  claims: readonly ClaimRecord[],
  billsOf: ReadonlyMap<string, readonly BillRecord[]>,
) {
  const differences: Difference[] = [];
  let billsAsked = 0;
  let billsUnanswered = 0;
  let silent = 0;
  const { queryBill: query, clock } = tools;
  if (!query) return { billsAsked, billsUnanswered, differences };
  const oldestMs = clock() - QUERYABLE_FOR_MS + HOUR_MS;
  const questions = claims.flatMap((claim) => {
    const named = billNosOf(claim);
    const bills = (billsOf.get(claim._id) ?? []).filter((bill) => named.includes(bill._id));
    return bills
      .filter((bill) => bill.createdAtMs > oldestMs)
      .map((bill) => ({ claim, order: orderAbout(claim, bill) }));
  });

  const ask = async (order: PayoutOrder): Promise<QueryAnswer> => {
    const answer = await query(order);
    if (answer.kind !== 'unknown') return answer;
    await tools.sleep(ASK_AGAIN_AFTER_MS);
    return query(order);
  };
  async function lane(): Promise<void> {
    for (let next = questions.pop(); next; next = questions.pop()) {
      const { claim, order } = next;
      billsAsked += 1;
      const answer = silent < SILENT_MOST ? await ask(order) : UNASKED;
      if (answer.kind === 'unknown') {
        billsUnanswered += 1;
        silent += 1;
      }
      const difference = providerDifference(claim, order.billNo, answer);
      if (difference && !(await hasMoved(tools, claim))) differences.push(difference);
    }
  }
  await Promise.all(Array.from({ length: QUERIES_AT_ONCE }, lane));
  return { billsAsked, billsUnanswered, differences };
}

/** The provider was asked after the claim was read: what changed in between is no difference. */
async function hasMoved({ documents }: AuditTools, claim: ClaimRecord): Promise<boolean> {
  const [now] = await claimsByIds(documents, [claim._id]);
  return now?.rev !== claim.rev;
}

function orderAbout(claim: ClaimRecord, bill: BillRecord): PayoutOrder {
  const { senderName, greeting, campaignTitle } = claim;
  const { _id: billNo, channel, recipientId, amountFen } = bill;
  return { channel, billNo, recipientId, amountFen, senderName, greeting, campaignTitle };
}

function withPage(report: AuditReportRecord, page: PageFindings): AuditReportRecord {
  return {
    ...report,
    accounts: withPostings(
      report.accounts,
      page.claims.flatMap((claim) => claim.postings),
    ),
    claims: report.claims + page.claims.length,
    taking: report.taking + page.taking,
    billsAsked: report.billsAsked + page.billsAsked,
    billsUnanswered: report.billsUnanswered + page.billsUnanswered,
    differenceCount: report.differenceCount + page.differences.length,
    differenceFen: page.differences.reduce((sum, d) => sum + d.amountFen, report.differenceFen),
    differences: [...report.differences, ...page.differences].slice(0, LISTED_MOST),
  };
}

/** What funded the campaign is the one movement that no claim posts. */
function finished(
  report: AuditReportRecord,
  fundedFen: number,
  finishedAtMs: number,
): AuditReportRecord {
  const unallocated = report.accounts.unallocated + fundedFen;
  return { ...report, fundedFen, finishedAtMs, accounts: { ...report.accounts, unallocated } };
}

function grouped(bills: readonly BillRecord[]): ReadonlyMap<string, readonly BillRecord[]> {
  const groups = new Map<string, BillRecord[]>();
  for (const bill of bills) {
    const group = groups.get(bill.claimId);
    if (group) group.push(bill);
    else groups.set(bill.claimId, [bill]);
  }
  return groups;
}
