/*
 * Which openid of the official account belongs to which player of the mini program. A pair is made
 * once and stays: money that was promised to one person must not move to another.
 */
import type { IdentityRecord } from '../../domain/records';
import type { Documents } from '../../ports/documents';

export async function linkedOpenid(documents: Documents, openid: string): Promise<string | null> {
  const identity = await documents.get<IdentityRecord>('identities', playerId(openid));
  return identity?.officialOpenid ?? null;
}

export interface Pair {
  readonly openid: string;
  readonly officialOpenid: string;
  readonly unionid: string | null;
}

/**
 * Stores a pair. 'taken': one of the two belongs to another pair already. Safe to repeat: the
 * official account's side is inserted first, and only its owner gets past it.
 */
export async function linkPair(
  documents: Documents,
  pair: Pair,
  atMs: number,
): Promise<'linked' | 'taken'> {
  const known = await linkedOpenid(documents, pair.openid);
  if (known !== null) return known === pair.officialOpenid ? 'linked' : 'taken';
  const { openid, officialOpenid, unionid } = pair;
  const identity = { rev: 0, openid, officialOpenid, unionid, linkedAtMs: atMs };
  const id = officialId(officialOpenid);
  if (!(await documents.insert('identities', { _id: id, ...identity }))) {
    const owner = await documents.get<IdentityRecord>('identities', id);
    if (owner?.openid !== openid) return 'taken';
  }
  await documents.insert('identities', { _id: playerId(openid), ...identity });
  return (await linkedOpenid(documents, openid)) === officialOpenid ? 'linked' : 'taken';
}

/** What the platform says about one person across accounts, so that a later visit needs no page. */
export async function rememberUnion(
  documents: Documents,
  unionid: string,
  officialOpenid: string,
  atMs: number,
): Promise<void> {
  const _id = unionId(unionid);
  const union = { _id, rev: 0, openid: '', officialOpenid, unionid, linkedAtMs: atMs };
  await documents.insert('identities', union);
}

export async function officialOpenidOfUnion(
  documents: Documents,
  unionid: string,
): Promise<string | null> {
  const union = await documents.get<IdentityRecord>('identities', unionId(unionid));
  return union?.officialOpenid ?? null;
}

function playerId(openid: string): string {
  return `player.${openid}`;
}

function officialId(officialOpenid: string): string {
  return `official.${officialOpenid}`;
}

function unionId(unionid: string): string {
  return `union.${unionid}`;
}
