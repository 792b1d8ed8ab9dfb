/* Campaigns and the audit trail: INV-04, 24, 35 after every write. */
import { createHash } from 'node:crypto';
import type { AuditRecord, CampaignRecord } from '../../../server/domain/records';
import type { Actor } from '../engine/actors';
import type { Judge } from '../judge';
import type { Mirror } from '../mirror';

const ORDER = ['draft', 'preparing', 'published', 'ended'];

export interface CampaignRules {
  written(actor: Actor, before: CampaignRecord | null, after: CampaignRecord | null): void;
  audited(before: AuditRecord | null, after: AuditRecord | null): void;
}

export function campaignRules(
  judge: Judge,
  mirror: Mirror,
  onOpened: (campaignId: string) => void,
): CampaignRules {
  const { must } = judge;

  function seedKept(before: CampaignRecord, after: CampaignRecord): void {
    const kept = before.seed === null || before.seed === after.seed;
    must(kept, 'INV-04', () => `${after._id}: its seed was drawn again`);
    if (after.seed === null) return;
    const hash = createHash('sha256').update(Buffer.from(after.seed, 'hex')).digest('hex');
    must(hash === after.seedHash, 'INV-04', () => `${after._id}: not its seed's hash`);
  }

  function frozen(before: CampaignRecord, after: CampaignRecord): void {
    if (before.state === 'draft') return;
    const kept = JSON.stringify(before.draft.split) === JSON.stringify(after.draft.split);
    must(kept, 'INV-04', () => `${after._id}: its split was changed when ${before.state}`);
  }

  function hasEntry(campaignId: string, action: string): boolean {
    for (const entry of mirror.audits.values()) {
      if (entry.campaignId === campaignId && entry.action === action) return true;
    }
    return false;
  }

  function audited(actor: Actor, before: CampaignRecord | null, after: CampaignRecord): void {
    if (actor.kind !== 'organiser') return;
    const { _id: id } = after;
    const needs = (when: boolean, action: string) => {
      must(!when || hasEntry(id, action), 'INV-35', () => `${id}: ${action} left no trail`);
    };
    needs(before === null, 'create');
    needs(before !== null && before.revision !== after.revision, 'change');
    needs(before?.state === 'draft' && after.state === 'preparing', 'publish');
    needs(before?.state === 'published' && after.state === 'ended', 'end');
  }

  return {
    written(actor, before, after) {
      if (!after) {
        must(before?.state === 'draft', 'INV-25', () => `${before?._id} was removed`);
        return;
      }
      audited(actor, before, after);
      if (!before) return;
      const forward = ORDER.indexOf(after.state) >= ORDER.indexOf(before.state);
      must(forward, 'INV-24', () => `${after._id}: ${before.state} → ${after.state}`);
      seedKept(before, after);
      frozen(before, after);
      if (before.state !== 'published' && after.state === 'published') onOpened(after._id);
    },
    audited(before, after) {
      must(
        before === null && after !== null,
        'INV-35',
        () => `${before?._id}: a trail was changed`,
      );
    },
  };
}
