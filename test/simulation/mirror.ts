import type { BalanceRecord, FundingRecord } from '../../server/domain/funding/records';
import type {
  AuditRecord,
  BillRecord,
  CampaignRecord,
  ClaimRecord,
  IdentityRecord,
  ParticipationRecord,
  PoolShardRecord,
} from '../../server/domain/records';
import type { CollectionName, Doc } from '../../server/ports/documents';

/** What is stored right now, as raw documents; kept by watching every committed write. */
export interface Mirror {
  readonly campaigns: ReadonlyMap<string, CampaignRecord>;
  readonly shards: ReadonlyMap<string, PoolShardRecord>;
  readonly participations: ReadonlyMap<string, ParticipationRecord>;
  readonly claims: ReadonlyMap<string, ClaimRecord>;
  readonly bills: ReadonlyMap<string, BillRecord>;
  readonly audits: ReadonlyMap<string, AuditRecord>;
  readonly identities: ReadonlyMap<string, IdentityRecord>;
  readonly fundings: ReadonlyMap<string, FundingRecord>;
  readonly balances: ReadonlyMap<string, BalanceRecord>;
  /** Notes the document as it stands now and returns it as it was. */
  note(collection: CollectionName, id: string, after: Doc | null): Doc | null;
}

export function newMirror(): Mirror {
  const campaigns = new Map<string, CampaignRecord>();
  const shards = new Map<string, PoolShardRecord>();
  const participations = new Map<string, ParticipationRecord>();
  const claims = new Map<string, ClaimRecord>();
  const bills = new Map<string, BillRecord>();
  const audits = new Map<string, AuditRecord>();
  const identities = new Map<string, IdentityRecord>();
  const fundings = new Map<string, FundingRecord>();
  const balances = new Map<string, BalanceRecord>();
  const tables: Partial<Record<CollectionName, Map<string, Doc>>> = {
    campaigns: campaigns as Map<string, Doc>,
    pool_shards: shards as Map<string, Doc>,
    participations: participations as Map<string, Doc>,
    claims: claims as Map<string, Doc>,
    bills: bills as Map<string, Doc>,
    audit_entries: audits as Map<string, Doc>,
    identities: identities as Map<string, Doc>,
    fundings: fundings as Map<string, Doc>,
    balances: balances as Map<string, Doc>,
  };
  return {
    campaigns,
    shards,
    participations,
    claims,
    bills,
    audits,
    identities,
    fundings,
    balances,
    note(collection, id, after) {
      const table = tables[collection];
      if (!table) return null;
      const before = table.get(id) ?? null;
      if (after) table.set(id, after);
      else table.delete(id);
      return before;
    },
  };
}
