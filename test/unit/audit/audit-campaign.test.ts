import {
  type AuditReportRecord,
  type BillRecord,
  type CampaignRecord,
  type ClaimRecord,
  NEVER_MS,
} from '../../../server/domain/records';
import type { CollectionName } from '../../../server/ports/documents';
import { type AuditTools, auditCampaign } from '../../../server/usecases/audit/audit-campaign';
import { auditDue } from '../../../server/usecases/audit/audit-due';
import {
  type CampaignWorld,
  campaignWorld,
  must,
  OWNER,
  publishedCampaign,
  requestId,
  splitOf,
  wins,
} from '../../support/campaign-world';
import { storedFunding, stuckRest, TOTAL_FEN } from '../funding/world';

const FOREVER = Number.MAX_SAFE_INTEGER;
const DAY_MS = 86_400_000;

interface Audited {
  readonly world: CampaignWorld;
  readonly campaignId: string;
  readonly tools: AuditTools;
  audit(): Promise<AuditReportRecord>;
  claims(): Promise<ClaimRecord[]>;
  /** Changes what is stored behind everybody's back. */
  tamper(collection: CollectionName, id: string, set: Record<string, unknown>): Promise<void>;
}

/** Four players have won and been paid; the provider is asked in every audit. */
async function paidCampaign(): Promise<Audited> {
  const world = campaignWorld();
  const campaignId = await publishedCampaign(world, { split: splitOf(402) });
  for (const no of [1, 2, 3, 4]) must(await wins(world, `o-${no}`, campaignId, 2));
  await world.send();
  const { documents, clock, tools: campaignTools } = world;
  const tools: AuditTools = {
    documents: campaignTools.documents,
    clock,
    sleep: async () => {},
    log: campaignTools.log,
    queryBill: (order) => world.gateway.query(order),
  };
  return {
    world,
    campaignId,
    tools,
    async audit() {
      const report = await auditCampaign(tools, campaignId, FOREVER);
      clock.advance(1_000);
      return report!;
    },
    claims: () => documents.find<ClaimRecord>('claims', { step: 'SENT' }, { limit: 100 }),
    async tamper(collection, id, set) {
      expect(await documents.update(collection, id, {}, { set })).toBe(true);
    },
  };
}

const only = (world: CampaignWorld) =>
  world.documents.find<CampaignRecord>('campaigns', {}, { limit: 1 }).then(([found]) => found!);

const kinds = (report: AuditReportRecord) => report.differences.map(({ kind }) => kind);

describe('an audit of a campaign', () => {
  it('finds nothing where nothing is wrong, and has counted every claim, fen and bill', async () => {
    const { audit, claims } = await paidCampaign();
    const report = await audit();
    const sentFen = (await claims()).reduce((sum, claim) => sum + claim.amountFen, 0);
    expect(report).toMatchObject({ claims: 8, billsAsked: 8, billsUnanswered: 0, differences: [] });
    expect(report.finishedAtMs).toBeGreaterThan(0);
    expect(report.accounts).toMatchObject({ sent: sentFen, unallocated: 80_400 - sentFen });
  });

  it('finds an amount that was raised in a claim and in its postings, to the fen', async () => {
    const { audit, claims, tamper } = await paidCampaign();
    const [claim] = await claims();
    const amountFen = claim!.amountFen + 7;
    const postings = claim!.postings.map((posting) => ({ ...posting, amountFen }));
    await tamper('claims', claim!._id, { amountFen, postings });
    const report = await audit();
    expect(kinds(report).sort()).toEqual(['bill', 'postings']);
    const byPool = report.differences.find(({ kind }) => kind === 'postings');
    expect(byPool).toMatchObject({ about: claim!._id, amountFen: 7 });
  });

  it('finds a claim whose postings do not lead to its step', async () => {
    const { audit, claims, tamper } = await paidCampaign();
    const [claim] = await claims();
    await tamper('claims', claim!._id, { step: 'RECEIVED' });
    expect(kinds(await audit())).toEqual(['postings']);
  });

  it('finds a packet that was changed in the pool after publishing', async () => {
    const { world, campaignId, audit, tamper } = await paidCampaign();
    const shard = await world.documents.get<{ _id: string; rev: number; amountsFen: number[] }>(
      'pool_shards',
      `${campaignId}.2`,
    );
    const amountsFen = [...shard!.amountsFen];
    const free = amountsFen.length - 1;
    amountsFen[free] = amountsFen[free]! + 3;
    await tamper('pool_shards', `${campaignId}.2`, { amountsFen });
    const report = await audit();
    expect(kinds(report)).toEqual(['pool']);
    expect(report.differenceFen).toBe(3);
  });

  it('finds a place whose claim is gone, and a claim that no place stands behind', async () => {
    const { world, audit, claims } = await paidCampaign();
    const [claim, other] = await claims();
    await world.documents.remove('claims', claim!._id, {});
    await world.documents.insert('claims', { ...other!, _id: 'forged', billNo: null });
    const report = await audit();
    expect(kinds(report).sort()).toEqual(['claim', 'place']);
    expect(report.differenceFen).toBe(claim!.amountFen + other!.amountFen);
  });

  it('finds a bill that is missing, one that pays somebody else, and one that is one too many', async () => {
    const { world, audit, claims, tamper } = await paidCampaign();
    const [first, second, third] = await claims();
    await world.documents.remove('bills', first!.billNo!, {});
    await tamper('bills', second!.billNo!, { recipientId: 'o-thief' });
    const bill = await world.documents.get<BillRecord>('bills', third!.billNo!);
    await world.documents.insert('bills', { ...bill!, _id: '1900000109202611210000000000' });
    expect(new Set(kinds(await audit()))).toEqual(new Set(['bill']));
  });

  it('finds a step that was set without the provider’s word', async () => {
    const { audit, claims, tamper } = await paidCampaign();
    const [claim] = await claims();
    const postings = claim!.postings.map((posting) => ({ ...posting, cause: 'because' }));
    await tamper('claims', claim!._id, { postings });
    expect(kinds(await audit())).toEqual(['evidence']);
  });

  it('finds what the provider sees differently, and leaves every record as it is', async () => {
    const { world, audit, claims } = await paidCampaign();
    world.gateway.openAll();
    await world.check();
    world.clock.advance(3 * 3_600_000);
    await world.check();
    const all = await world.documents.find<ClaimRecord>(
      'claims',
      { step: 'RECEIVED' },
      { limit: 100 },
    );
    expect(all).toHaveLength(8);
    world.gateway.bills.get(all[0]!.billNo!)!.status = 'FAILED';
    const report = await audit();
    expect(kinds(report)).toEqual(['provider']);
    expect(report.differences[0]).toMatchObject({
      about: all[0]!._id,
      amountFen: all[0]!.amountFen,
    });
    expect(await world.documents.get('claims', all[0]!._id)).toEqual(all[0]);
    expect(await claims()).toEqual([]);
  });

  it('finds money that was paid in and settled by hand without a posting', async () => {
    const world = campaignWorld();
    const { campaignId, ...refund } = await stuckRest(world);
    const settlement = { campaignId, ...refund, note: '现金', requestId: requestId() };
    must(await world.asCashier(OWNER, 'settle-refund', settlement));
    const tools: AuditTools = {
      ...world.tools,
      sleep: async () => {},
      queryBill: (order) => world.gateway.query(order),
    };
    expect((await auditCampaign(tools, campaignId, FOREVER))?.differences).toEqual([]);
    const { postings } = await storedFunding(world, campaignId);
    const set = { postings: postings.slice(0, -1) };
    await world.documents.update('fundings', campaignId, {}, { set });
    world.clock.advance(1_000);
    expect((await auditCampaign(tools, campaignId, FOREVER))?.differences).toMatchObject([
      { kind: 'funding', about: campaignId, amountFen: TOTAL_FEN + 70 },
    ]);
  });

  it('says how many bills got no answer, and asks no more than a few when nobody answers', async () => {
    const { world, audit } = await paidCampaign();
    for (const no of [5, 6, 7, 8, 9])
      must(await wins(world, `o-${no}`, (await only(world))._id, 3));
    await world.send();
    world.gateway.answersQueries = false;
    const before = world.gateway.queries.length;
    const report = await audit();
    expect(report.billsUnanswered).toBe(report.billsAsked);
    expect(report.differenceCount).toBe(0);
    expect(world.gateway.queries.length - before).toBeLessThanOrEqual(3 * 2 * 11);
  });

  it('goes on where it stopped, whoever runs it, and ends with the same figures', async () => {
    const { tools, campaignId, world, audit } = await paidCampaign();
    let runs = 0;
    let report: AuditReportRecord | null = null;
    while (!report?.finishedAtMs) {
      report = await auditCampaign(tools, campaignId, world.clock() - 1);
      runs += 1;
    }
    expect(runs).toBe(3);
    const whole = await audit();
    expect(report).toMatchObject({ claims: whole.claims, accounts: whole.accounts });
  });

  it('takes nothing for a difference that happens while it looks', async () => {
    const { tools, campaignId, world, claims } = await paidCampaign();
    const [claim] = await claims();
    let opened = false;
    const report = await auditCampaign(
      {
        ...tools,
        queryBill: async (order) => {
          const bill = world.gateway.bills.get(order.billNo)!;
          if (!opened && order.billNo === claim!.billNo) {
            // The provider fails the packet, and the checker books it before anybody compares.
            opened = true;
            bill.status = 'REFUND';
            world.clock.advance(10 * 60_000);
            await world.check();
            bill.status = 'FAILED';
          }
          return world.gateway.query(order);
        },
      },
      campaignId,
      FOREVER,
    );
    expect(opened).toBe(true);
    expect(report!.differences).toEqual([]);
  });
});

describe('the auditor', () => {
  it('audits a campaign a day after publishing and every day at 9:30 until all is settled', async () => {
    const { tools, world } = await paidCampaign();
    expect(await auditDue(tools, 40_000)).toEqual({ finished: 0, differences: 0 });
    world.clock.advance(DAY_MS);
    expect(await auditDue(tools, 40_000)).toEqual({ finished: 1, differences: 0 });
    const due = (await only(world)).auditDueAtMs!;
    expect(new Date(due + 8 * 3_600_000).toISOString()).toBe('2026-11-23T09:30:00.000Z');

    world.gateway.openAll();
    await world.tick();
    await world.check();
    world.clock.set(due);
    expect(await auditDue(tools, 40_000)).toEqual({ finished: 1, differences: 0 });
    expect((await only(world)).auditDueAtMs).toBe(NEVER_MS);
  });

  it('shows a difference on the organiser’s page until an audit finds none', async () => {
    const { tools, world, claims, tamper, campaignId } = await paidCampaign();
    const [claim] = await claims();
    await tamper('bills', claim!.billNo!, { amountFen: claim!.amountFen + 1 });
    world.clock.advance(DAY_MS);
    await auditDue(tools, 40_000);
    const alarms = async () =>
      must(await world.asOrganiser(OWNER, 'live', { campaignId })).alarms.filter(
        ({ kind }) => kind === 'audit-difference',
      );
    expect(await alarms()).toEqual([
      { kind: 'audit-difference', count: 1, amountFen: claim!.amountFen },
    ]);
    await tamper('bills', claim!.billNo!, { amountFen: claim!.amountFen });
    await auditCampaign(tools, campaignId, FOREVER);
    world.clock.advance(1_000);
    expect(await alarms()).toEqual([]);
  });
});
