import type { CollectionName } from './ports/documents';

/**
 * Every collection with its indexes and permissions, declared once: the local cloud creates them at
 * start, deployment applies them. All data is reached through functions alone, so clients may
 * neither read nor write anything.
 */
export interface CollectionDeclaration {
  readonly name: CollectionName;
  readonly rules: { readonly read: false; readonly write: false };
  readonly indexes: readonly IndexDeclaration[];
}

export interface IndexDeclaration {
  readonly name: string;
  readonly keys: readonly { readonly path: string; readonly direction: 1 | -1 }[];
  readonly unique: boolean;
}

const CLOSED = { read: false, write: false } as const;

function index(...paths: readonly string[]): IndexDeclaration {
  return {
    name: paths.join('_').replaceAll('.', '-'),
    keys: paths.map((path) => ({ path, direction: 1 as const })),
    unique: false,
  };
}

function collection(
  name: CollectionName,
  ...indexes: readonly IndexDeclaration[]
): CollectionDeclaration {
  return { name, rules: CLOSED, indexes };
}

export const COLLECTIONS: readonly CollectionDeclaration[] = [
  collection(
    'campaigns',
    index('state', 'endAtMs'),
    index('organiserOpenid', 'createdAtMs'),
    index('auditDueAtMs'),
    index('schema'),
  ),
  collection('pool_shards', index('campaignId', 'shardNo'), index('campaignId', 'left')),
  collection('participations', index('campaignId'), index('openid')),
  collection(
    'claims',
    index('step', 'dueAtMs'),
    index('channel', 'step', 'dueAtMs'),
    index('campaignId', 'claimedAtMs'),
    index('campaignId', 'step', 'claimedAtMs'),
    index('openid', 'claimedAtMs'),
    index('schema'),
  ),
  collection('bills', index('claimId')),
  collection('identities'),
  collection('fundings', index('orderNos'), index('dueAtMs')),
  collection('balances'),
  collection('send_budgets'),
  collection('merchant_states'),
  collection('audit_entries', index('campaignId', 'atMs')),
  collection('audit_reports', index('campaignId', 'startedAtMs')),
  collection('exports', index('campaignId', 'asOfMs')),
];
