import { HOUR_MS, MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import type { ClaimExport } from '../../../miniprogram/shared/contract/claims';
import { parseYuan } from '../../../miniprogram/shared/fen';
import { STEP_NAMES } from '../../../miniprogram/shared/payment';
import { seededRandom } from '../../../miniprogram/shared/seeded-random';
import { memoryFiles } from '../../../server/adapters/memory/files';
import { organiserApi } from '../../../server/api/organiser-api';
import { moveClaim } from '../../../server/domain/claim-steps';
import type {
  AuditRecord,
  CampaignRecord,
  ClaimRecord,
  ExportRecord,
} from '../../../server/domain/records';
import type { Documents } from '../../../server/ports/documents';
import type { FileStorage } from '../../../server/ports/files';
import {
  type CampaignWorld,
  campaignWorld,
  codeOf,
  must,
  NOON_MS,
  OWNER,
  publishedCampaign,
  wins,
} from '../../support/campaign-world';
import { owedClaim } from '../../support/payout-world';

const start = async (world: CampaignWorld, campaignId: string) =>
  must(await world.asOrganiser(OWNER, 'start-export', { campaignId }));

/** Calls on until the file is there. */
async function finish(world: CampaignWorld, campaignId: string): Promise<ClaimExport> {
  let view = await start(world, campaignId);
  while (view.url === null) {
    const { exportId } = view;
    view = must(await world.asOrganiser(OWNER, 'continue-export', { campaignId, exportId }));
  }
  return view;
}

const fileOf = (world: CampaignWorld) =>
  [...world.files.byPath].find(([path]) => path.endsWith('/claims.csv'))?.[1] ?? null;

const textOf = (bytes: Uint8Array | null) => Buffer.from(bytes ?? []).toString('utf8');

function rowsOf(text: string): string[][] {
  const [, ...lines] = text.trimEnd().split('\r\n');
  return lines.map((line) => line.split(','));
}

/** A campaign with claims that are received, sent and owed; the last was made two minutes ago. */
async function runningCampaign() {
  const world = campaignWorld();
  const campaignId = await publishedCampaign(world);
  for (const no of [1, 2]) must(await wins(world, `o-${no}`, campaignId, 3));
  await world.send();
  world.gateway.openAll();
  world.clock.advance(20 * MINUTE_MS);
  await world.check();
  must(await wins(world, 'o-3', campaignId, 2));
  await world.send();
  must(await wins(world, 'o-4', campaignId, 1));
  world.clock.advance(2 * MINUTE_MS);
  return { world, campaignId };
}

describe('the list of claims as a file', () => {
  it('has a row for every claim, and its totals are those of the live page', async () => {
    const { world, campaignId } = await runningCampaign();
    const view = await finish(world, campaignId);
    const live = must(await world.asOrganiser(OWNER, 'live', { campaignId }));
    const rows = rowsOf(textOf(fileOf(world)));
    expect(rows).toHaveLength(9);
    expect(view).toMatchObject({ rows: 9, expectedRows: 9, asOfMs: world.clock() - MINUTE_MS });

    const sumFen = (of: readonly string[][]) =>
      of.reduce((sum, row) => sum + (parseYuan(row[2] ?? '') ?? Number.NaN), 0);
    for (const { step, count, amountFen } of live.byStep) {
      const ofStep = rows.filter((row) => row[3] === STEP_NAMES[step]);
      expect([step, ofStep.length, sumFen(ofStep)]).toEqual([step, count, amountFen]);
    }
    const { fundedFen, unallocatedFen } = live.conservation;
    expect(sumFen(rows)).toBe(fundedFen - unallocatedFen);
    expect(view.amountFen).toBe(fundedFen - unallocatedFen);
    expect(new Set(rows.map((row) => row[3]))).toEqual(new Set(['已到账', '待领取', '待发放']));
  });

  it('names no player by openid, and is asked for in the trail', async () => {
    const { world, campaignId } = await runningCampaign();
    await finish(world, campaignId);
    expect(textOf(fileOf(world))).not.toMatch(/o-\d/);
    const entries = await world.documents.find<AuditRecord>(
      'audit_entries',
      { campaignId, action: 'export' },
      { limit: 10 },
    );
    expect(entries.map(({ after }) => after)).toEqual([{ rows: 9, amountFen: expect.any(Number) }]);
  });

  it('is no file when nobody has claimed anything', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world);
    expect(await start(world, campaignId)).toMatchObject({ expectedRows: 0, url: null });
    expect(world.files.byPath.size).toBe(0);
  });

  it("is nobody else's", async () => {
    const { world, campaignId } = await runningCampaign();
    const { exportId } = await start(world, campaignId);
    const other = `${OWNER}-2`;
    expect(codeOf(await world.asOrganiser(other, 'start-export', { campaignId }))).toBe(
      'NOT_FOUND',
    );
    const theirs = await world.asOrganiser(other, 'continue-export', { campaignId, exportId });
    expect(codeOf(theirs)).toBe('NOT_FOUND');
    const stranger = await world.asOrganiser('o-1', 'start-export', { campaignId });
    expect(codeOf(stranger)).toBe('FORBIDDEN');
    const elsewhere = { campaignId: await publishedCampaign(world), exportId };
    expect(codeOf(await world.asOrganiser(OWNER, 'continue-export', elsewhere))).toBe('NOT_FOUND');
  });

  it('does not leave out a claim of newer code: there is no file until somebody can list it', async () => {
    const { world, campaignId } = await runningCampaign();
    const [claim] = await world.documents.find<ClaimRecord>('claims', { campaignId }, { limit: 1 });
    await world.documents.update('claims', claim!._id, {}, { set: { schema: 99 } });
    const { exportId } = await start(world, campaignId);
    const reply = await world.asOrganiser(OWNER, 'continue-export', { campaignId, exportId });
    expect(codeOf(reply)).toBe('BUSY');
    expect(fileOf(world)).toBeNull();
  });

  it('is begun anew for who asks later, and gone on with for who asks again', async () => {
    const { world, campaignId } = await runningCampaign();
    const first = await start(world, campaignId);
    world.clock.advance(MINUTE_MS);
    expect((await start(world, campaignId)).exportId).toBe(first.exportId);
    await finish(world, campaignId);
    world.clock.advance(MINUTE_MS);
    expect((await start(world, campaignId)).exportId).not.toBe(first.exportId);
  });
});

const CLAIMS = 25_000;
const CAMPAIGN = 'campaign-1';
const FROM_MS = NOON_MS - 3 * HOUR_MS;

/** 25,000 claims within an hour, many in the same millisecond. */
async function largeCampaign(): Promise<CampaignWorld> {
  const world = campaignWorld();
  await world.documents.insert('campaigns', {
    ...({ organiserOpenid: OWNER, state: 'ended', draft: {} } as Partial<CampaignRecord>),
    _id: CAMPAIGN,
    rev: 1,
  });
  for (let no = 0; no < CLAIMS; no += 1) {
    const atMs = FROM_MS + Math.floor(no / 3) * 400;
    const amountFen = 100 + (no % 400);
    const claim = owedClaim(`${CAMPAIGN}.p${no}.1`, atMs, { amountFen });
    await world.documents.insert('claims', { ...claim, campaignId: CAMPAIGN });
  }
  return world;
}

describe('a list of 25,000 claims', () => {
  let world: CampaignWorld;
  let uninterrupted: Uint8Array;
  let mostAtOnce = 0;

  beforeAll(async () => {
    world = await largeCampaign();
    const counted = world.through((documents) => ({
      ...documents,
      async find(collection, where, options) {
        const found = await documents.find(collection, where, options);
        mostAtOnce = Math.max(mostAtOnce, found.length);
        return found as never;
      },
    }));
    const view = await finish(counted, CAMPAIGN);
    expect(view).toMatchObject({ rows: CLAIMS, expectedRows: CLAIMS });
    uninterrupted = fileOf(world)!;
  });

  it('never has more than a page of claims in memory', () => {
    expect(rowsOf(textOf(uninterrupted))).toHaveLength(CLAIMS);
    expect(new Set(rowsOf(textOf(uninterrupted)).map((row) => row[1])).size).toBe(CLAIMS);
    expect(mostAtOnce).toBeLessThanOrEqual(510);
  });

  it('is the same to the byte when it is killed again and again, or not there', async () => {
    const random = seededRandom('3'.padStart(64, '0'));
    const files = memoryFiles();
    const killed = killable(random);
    const api = organiserApi({
      ...world.tools,
      documents: slowed(world, killed.documents(world.tools.documents)),
      files: killed.files(files),
    });
    // The same instant as before, whatever the clock says by now.
    const { _id: exportId, asOfMs } = await newest(world);
    const nextCursor = `${asOfMs}~0~${'z'.repeat(100)}`;
    await world.documents.update('exports', exportId, {}, { set: { ...FRESH, nextCursor } });

    let kills = 0;
    for (let call = 0; call < 400; call += 1) {
      const request = { action: 'continue-export', campaignId: CAMPAIGN, exportId };
      const reply = await api(request, { openid: OWNER, appid: 'wx-test' });
      const path = [...files.byPath.keys()].find((name) => name.endsWith('claims.csv'));
      const file = path ? files.byPath.get(path) : null;
      if (file) expect(Buffer.compare(file, uninterrupted)).toBe(0);
      if (reply.ok && (reply.value as ClaimExport).url !== null) break;
      if (!reply.ok) kills += 1;
      for (let moves = 0; moves < 30; moves += 1) await moveSomeClaim(world, random);
    }
    expect(kills).toBeGreaterThan(5);
    expect([...files.byPath.keys()].filter((path) => path.endsWith('claims.csv'))).toHaveLength(1);
    const stored = await newest(world);
    expect(stored).toMatchObject({ rows: CLAIMS, fileId: expect.any(String), partFileIds: [] });
  });
});

const FRESH = {
  rows: 0,
  amountFen: 0,
  partFileIds: [],
  fileId: null,
};

async function newest(world: CampaignWorld): Promise<ExportRecord> {
  const orderBy = [['asOfMs', 'desc']] as const;
  const [found] = await world.documents.find<ExportRecord>('exports', {}, { orderBy, limit: 1 });
  return found!;
}

/** Every call of database or storage may be the last one of its function, before or after its effect. */
function killable(random: (below: number) => number) {
  const KILLED_ONE_IN = 15;
  function mortal<Args extends unknown[], T>(work: (...args: Args) => Promise<T>) {
    return async (...args: Args): Promise<T> => {
      const draw = random(KILLED_ONE_IN * 2);
      if (draw === 0) throw new Error('simulated: killed before');
      const done = await work(...args);
      if (draw === 1) throw new Error('simulated: killed after');
      return done;
    };
  }
  return {
    documents: (documents: Documents): Documents => ({
      ...documents,
      update: mortal(documents.update),
      find: mortal(documents.find) as Documents['find'],
      sum: mortal(documents.sum),
    }),
    files: (files: FileStorage): FileStorage => ({
      upload: mortal(files.upload),
      download: mortal(files.download),
      temporaryUrl: mortal(files.temporaryUrl),
      remove: mortal(files.remove),
    }),
  };
}

/** A page takes a while, so that one call does not write them all. */
function slowed(world: CampaignWorld, documents: Documents): Documents {
  return {
    ...documents,
    async find(collection, where, options) {
      world.clock.advance(400);
      return (await documents.find(collection, where, options)) as never;
    },
  };
}

/** What the sender does meanwhile must not show in a list of before. */
async function moveSomeClaim(world: CampaignWorld, random: (below: number) => number) {
  const id = `${CAMPAIGN}.p${random(CLAIMS)}.1`;
  const claim = await world.documents.get<ClaimRecord>('claims', id);
  if (claim?.step !== 'OWED') return;
  const { guard, change } = moveClaim(claim, 'SENDING', {
    atMs: world.clock(),
    cause: 'bill-1',
    billNo: 'bill-1',
    recipientId: claim.openid,
    dueAtMs: 0,
    sending: true,
  });
  await world.documents.update('claims', id, guard, change);
}
