/* Lists of claims that are being written, page by page. One is finished when it names its file. */
import type { ExportRecord } from '../../domain/records';
import type { Documents } from '../../ports/documents';

export function exportById(documents: Documents, id: string): Promise<ExportRecord | null> {
  return documents.get('exports', id);
}

export async function newestExport(
  documents: Documents,
  campaignId: string,
): Promise<ExportRecord | null> {
  const orderBy = [['asOfMs', 'desc']] as const;
  const [newest] = await documents.find<ExportRecord>(
    'exports',
    { campaignId },
    { orderBy, limit: 1 },
  );
  return newest ?? null;
}

/** False when there is one of this campaign and instant. */
export function insertExport(documents: Documents, record: ExportRecord): Promise<boolean> {
  return documents.insert('exports', record);
}

export interface WrittenPart {
  readonly fileId: string;
  readonly rows: number;
  readonly amountFen: number;
  /** Where the next part begins; null after the last one. */
  readonly nextCursor: string | null;
}

/** Null when another call has written this part. */
export async function addPart(
  documents: Documents,
  record: ExportRecord,
  { fileId, rows, amountFen, nextCursor }: WrittenPart,
): Promise<ExportRecord | null> {
  const { _id, rev } = record;
  const added = await documents.update(
    'exports',
    _id,
    { rev, fileId: null },
    { set: { nextCursor }, inc: { rows, amountFen }, push: { partFileIds: [fileId] } },
  );
  if (!added) return null;
  return {
    ...record,
    rev: rev + 1,
    rows: record.rows + rows,
    amountFen: record.amountFen + amountFen,
    partFileIds: [...record.partFileIds, fileId],
    nextCursor,
  };
}

/** From here on there is a file. False when another call was first. */
export function nameFile(
  documents: Documents,
  { _id }: ExportRecord,
  fileId: string,
): Promise<boolean> {
  return documents.update(
    'exports',
    _id,
    { fileId: null, nextCursor: null },
    { set: { fileId, partFileIds: [] } },
  );
}
