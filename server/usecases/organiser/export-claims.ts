/*
 * F-76: the list of all claims as one file, however many there are.
 *
 * Each call writes pages for a few seconds and stops. A page becomes a part in cloud storage, then the
 * export's record counts it; a crash in between writes the same part again, byte for byte, because
 * rows are told as of one instant. When all parts are there they are joined and stored as the file,
 * which the record names last of all: a list is complete or it is not there.
 */
import { HOUR_MS, MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import type { ClaimExport } from '../../../miniprogram/shared/contract/claims';
import { failure, type Result, success } from '../../../miniprogram/shared/result';
import { EXPORT_HEAD, exportRow } from '../../domain/export-rows';
import { invariant } from '../../domain/invariant';
import type { CampaignRecord, ExportRecord } from '../../domain/records';
import { addAuditEntry } from '../stores/audit';
import { claimedTotals, claimsOfCampaign } from '../stores/claims';
import { addPart, exportById, insertExport, nameFile, newestExport } from '../stores/exports';
import { parseCursor } from '../stores/newest-first';
import type { OrganiserTools } from '../tools';
import { ownCampaign } from './own-campaign';

/** Claims in memory at once: with their journals about a megabyte. */
const ROWS_A_PAGE = 500;
/** A phone gives up after 12 s, the function is ended after 20; the file itself takes a few more. */
const PAGES_FOR_MS = 4_000;
/** What was written this long ago is stored by now: no function runs longer. */
const SETTLED_AFTER_MS = MINUTE_MS;
/** An unfinished list is gone on with for so long; later its instant would be a strange one. */
const RESUMED_FOR_MS = HOUR_MS;
const URL_VALID_MS = 2 * HOUR_MS;
const DOWNLOADS_AT_ONCE = 8;
/** As long as an id may be, so that no id of that instant sorts above it. */
const ABOVE_ALL_IDS = 'z'.repeat(100);

/** Begins a list of everything claimed until a minute ago, or goes on with one. NOT_FOUND. */
export async function startExport(
  tools: OrganiserTools,
  openid: string,
  request: { campaignId: string },
): Promise<Result<ClaimExport>> {
  const found = await ownCampaign(tools, openid, request.campaignId);
  if (!found.ok) return found;
  const { documents, clock } = tools;
  const unfinished = await newestExport(documents, found.value._id);
  const isFresh = unfinished && clock() - unfinished.asOfMs < RESUMED_FOR_MS;
  if (isFresh && unfinished.fileId === null) return success(await viewOf(tools, unfinished));
  return success(await viewOf(tools, await openExport(tools, found.value)));
}

/**
 * Writes on for a few seconds. The first of these that applies: NOT_FOUND, BUSY when storage does not
 * answer or newer code has written claims that this code cannot list.
 */
export async function continueExport(
  tools: OrganiserTools,
  openid: string,
  request: { campaignId: string; exportId: string },
): Promise<Result<ClaimExport>> {
  const found = await ownCampaign(tools, openid, request.campaignId);
  if (!found.ok) return found;
  const stored = await exportById(tools.documents, request.exportId);
  if (stored?.campaignId !== found.value._id) return failure('NOT_FOUND');

  const untilMs = tools.clock() + PAGES_FOR_MS;
  let record: ExportRecord = stored;
  while (record.nextCursor !== null && tools.clock() < untilMs) {
    const written = await writePart(tools, record, record.nextCursor);
    if (!written) break;
    record = written;
  }
  const isWritten = record.fileId === null && record.nextCursor === null;
  if (isWritten && record.expectedRows > 0 && !(await writeFile(tools, record))) {
    return failure('BUSY');
  }
  return success(await viewOf(tools, (await exportById(tools.documents, record._id)) ?? record));
}

async function openExport(tools: OrganiserTools, campaign: CampaignRecord): Promise<ExportRecord> {
  const { documents, clock, names } = tools;
  const nowMs = clock();
  const asOfMs = nowMs - SETTLED_AFTER_MS;
  const { count, amountFen } = await claimedTotals(documents, campaign._id, asOfMs);
  const record: ExportRecord = {
    _id: `${campaign._id}.${asOfMs}`,
    rev: 1,
    campaignId: campaign._id,
    asOfMs,
    expectedRows: count,
    expectedFen: amountFen,
    rows: 0,
    amountFen: 0,
    partFileIds: [],
    nextCursor: count === 0 ? null : `${asOfMs}~0~${ABOVE_ALL_IDS}`,
    fileId: null,
  };
  // Nothing to be listed is no file, and nothing to go on with.
  if (count === 0) return record;
  await addAuditEntry(documents, {
    id: `export.${record._id}`,
    campaignId: campaign._id,
    atMs: nowMs,
    who: names.playerCode(campaign.organiserOpenid),
    action: 'export',
    before: null,
    after: { rows: count, amountFen },
  });
  await insertExport(documents, record);
  return record;
}

/** Null when another call writes the same list and was first. */
async function writePart(
  tools: OrganiserTools,
  record: ExportRecord,
  cursor: string,
): Promise<ExportRecord | null> {
  const page = await claimsOfCampaign(tools.documents, record.campaignId, {
    cursor: parseCursor(cursor),
    rows: ROWS_A_PAGE,
  });
  const text = page.rows.map((claim) => exportRow(claim, record.asOfMs)).join('');
  const partNo = record.partFileIds.length + 1;
  const path = `${folderOf(record)}/parts/${String(partNo).padStart(4, '0')}.csv`;
  return addPart(tools.documents, record, {
    fileId: await tools.files.upload(path, Buffer.from(text)),
    rows: page.rows.length,
    amountFen: page.rows.reduce((sum, claim) => sum + claim.amountFen, 0),
    nextCursor: page.nextCursor,
  });
}

/** False when it cannot be written now. Throws when rows and totals disagree: then there is no file. */
async function writeFile(tools: OrganiserTools, record: ExportRecord): Promise<boolean> {
  const { documents, files, log } = tools;
  const { campaignId, asOfMs, rows, amountFen } = record;
  const all = await claimedTotals(documents, campaignId, asOfMs);
  if (all.newer > 0) {
    log.alert('records.newer', { campaignId, count: all.newer });
    return false;
  }
  const agrees =
    rows === all.count &&
    amountFen === all.amountFen &&
    rows === record.expectedRows &&
    amountFen === record.expectedFen;
  invariant(agrees, 'INV-32', `export ${record._id}: ${rows} rows of ${all.count}`);

  const parts = await downloadAll(tools, record.partFileIds);
  if (!parts) return false;
  const path = `${folderOf(record)}/claims.csv`;
  const fileId = await files.upload(path, Buffer.concat([Buffer.from(EXPORT_HEAD), ...parts]));
  // Whoever was first has stored the same bytes under the same name, and removes the parts.
  if (await nameFile(documents, record, fileId)) await files.remove(record.partFileIds);
  return true;
}

async function downloadAll(
  { files }: OrganiserTools,
  fileIds: readonly string[],
): Promise<Uint8Array[] | null> {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < fileIds.length; at += DOWNLOADS_AT_ONCE) {
    const some = fileIds.slice(at, at + DOWNLOADS_AT_ONCE);
    const downloaded = await Promise.all(some.map((fileId) => files.download(fileId)));
    for (const part of downloaded) {
      if (!part) return null;
      parts.push(part);
    }
  }
  return parts;
}

function folderOf({ campaignId, asOfMs }: ExportRecord): string {
  return `exports/${campaignId}/${asOfMs}`;
}

async function viewOf(tools: OrganiserTools, record: ExportRecord): Promise<ClaimExport> {
  const { _id: exportId, asOfMs, expectedRows, rows, amountFen, fileId } = record;
  const url = fileId === null ? null : await tools.files.temporaryUrl(fileId, URL_VALID_MS);
  return { exportId, asOfMs, expectedRows, rows, amountFen, url };
}
