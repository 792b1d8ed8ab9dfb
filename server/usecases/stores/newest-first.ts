/* Pages of a list that is ordered by an instant, newest first, however many rows share one. */

import { failure, type Result, success } from '../../../miniprogram/shared/result';
import { invariant } from '../../domain/invariant';
import type { CollectionName, Doc, Documents, Guard } from '../../ports/documents';

export interface NewestFirst {
  readonly cursor: Cursor | null;
  readonly rows: number;
}

/** The last row that was handed out, and how many rows of its instant were. */
export interface Cursor {
  readonly atMs: number;
  readonly sameInstant: number;
  readonly lastId: string;
}

const FIND_LIMIT_MOST = 1000;

/** Where a request wants its list to go on: null is the beginning. INVALID when it is none of ours. */
export function requestedCursor({
  cursor,
}: {
  readonly cursor?: string | undefined;
}): Result<Cursor | null> {
  if (cursor === undefined) return success(null);
  const parsed = parseCursor(cursor);
  return parsed ? success(parsed) : failure('INVALID', { path: 'cursor' });
}

/** What a page's `nextCursor` stands for, or null when the text is none of ours. */
export function parseCursor(text: string): Cursor | null {
  const match = /^(\d{1,15})~(\d{1,3})~([\w.-]{1,100})$/.exec(text);
  if (!match) return null;
  return { atMs: Number(match[1]), sameInstant: Number(match[2]), lastId: match[3]! };
}

export async function newestFirst<D extends Doc & Record<Path, number>, Path extends string>(
  documents: Documents,
  collection: CollectionName,
  where: Guard,
  path: Path,
  { cursor, rows }: NewestFirst,
): Promise<{ rows: D[]; nextCursor: string | null }> {
  // The rows of the cursor's own instant come again and are dropped, so that none is skipped.
  const limit = (cursor?.sameInstant ?? 0) + rows + 1;
  invariant(limit <= FIND_LIMIT_MOST, 'F-63', `too many ${collection} of one instant to page over`);
  const found = await documents.find<D>(
    collection,
    cursor ? { ...where, [path]: { lte: cursor.atMs } } : where,
    {
      orderBy: [
        [path, 'desc'],
        ['_id', 'desc'],
      ],
      limit,
    },
  );
  const unseen = cursor
    ? found.filter((row) => row[path] < cursor.atMs || row._id < cursor.lastId)
    : found;
  const page = unseen.slice(0, rows);
  const last = page.at(-1);
  if (!last || unseen.length <= rows) return { rows: page, nextCursor: null };

  const atMs = last[path];
  const before = cursor?.atMs === atMs ? cursor.sameInstant : 0;
  const sameInstant = before + page.filter((row) => row[path] === atMs).length;
  return { rows: page, nextCursor: `${atMs}~${sameInstant}~${last._id}` };
}
