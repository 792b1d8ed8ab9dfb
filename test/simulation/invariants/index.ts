/* Every S invariant, called after every committed write with the document as it was and as it is. */

import type { BalanceRecord, FundingRecord } from '../../../server/domain/funding/records';
import type {
  AuditRecord,
  BillRecord,
  CampaignRecord,
  ClaimRecord,
  IdentityRecord,
  ParticipationRecord,
  PoolShardRecord,
} from '../../../server/domain/records';
import type { WriteWatcher } from '../engine/documents';
import type { Judge } from '../judge';
import type { Mirror } from '../mirror';
import type { Provider } from '../provider';
import { campaignRules } from './campaigns';
import { claimRules } from './claims';
import type { FundingRules } from './funding';
import { identityRules } from './identities';
import { participationRules } from './participations';
import { type PoolRules, poolRules } from './pool';
import { type SendRules, sendRules } from './sends';

export interface Invariants {
  readonly watch: WriteWatcher;
  readonly pool: PoolRules;
  readonly sends: SendRules;
}

export function invariantsOf(
  judge: Judge,
  mirror: Mirror,
  sends: SendRules,
  provider: Provider,
  funding: FundingRules,
  nowMs: () => number,
): Invariants {
  const pool = poolRules(judge, mirror, nowMs);
  const claims = claimRules(judge, mirror, pool, provider);
  const participations = participationRules(judge, mirror);
  const campaigns = campaignRules(judge, mirror, pool.opened);
  const identities = identityRules(judge);

  return {
    pool,
    sends,
    watch(actor, collection, id, after) {
      const before = mirror.note(collection, id, after);
      switch (collection) {
        case 'campaigns':
          campaigns.written(actor, before as CampaignRecord | null, after as CampaignRecord | null);
          return funding.campaignWritten(after as CampaignRecord | null);
        case 'fundings':
          return funding.written(before as FundingRecord | null, after as FundingRecord | null);
        case 'balances':
          return funding.balanceWritten(after as BalanceRecord | null);
        case 'pool_shards':
          return pool.written(before as PoolShardRecord | null, after as PoolShardRecord | null);
        case 'participations':
          return participations.written(
            actor,
            before as ParticipationRecord | null,
            after as ParticipationRecord | null,
          );
        case 'claims':
          return claims.written(actor, before as ClaimRecord | null, after as ClaimRecord | null);
        case 'bills':
          return sends.billStored(before as BillRecord | null, after as BillRecord | null);
        case 'audit_entries':
          return campaigns.audited(before as AuditRecord | null, after as AuditRecord | null);
        case 'identities':
          return identities.written(
            before as IdentityRecord | null,
            after as IdentityRecord | null,
          );
        case 'send_budgets':
        case 'merchant_states':
          return;
      }
    },
  };
}

export { sendRules };
