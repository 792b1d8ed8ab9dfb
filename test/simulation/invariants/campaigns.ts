/* Campaigns and the audit trail: INV-04, 24, 35 after every write. */
import { createHash } from 'node:crypto';
import type { AuditRecord, CampaignRecord } from '../../../server/domain/records';
import type { Actor } from '../engine/actors';
import type { Judge } from '../judge';
import type { Mirror } from '../mirror';

/** `paused` is a published campaign that starts no rounds. */
const ORDER: Readonly<Record<CampaignRecord['state'], number>> = {
  draft: 0,
  preparing: 1,
  published: 2,
  paused: 2,
  ended: 3,
};

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

  /** From preparing on, the split grows by what is added, and changes in no other way. */
  function frozen(before: CampaignRecord, after: CampaignRecord): void {
    if (before.state === 'draft') return;
    const added = (after.additions ?? []).slice(before.additions?.length ?? 0);
    const expected = { ...before.draft.split };
    for (const { totalFen, packetCount } of added) {
      expected.totalFen += totalFen;
      expected.packetCount += packetCount;
      must(totalFen > 0 && packetCount > 0, 'INV-03', () => `${after._id}: an empty addition`);
    }
    const kept = JSON.stringify(expected) === JSON.stringify(after.draft.split);
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
    const isDraft = before?.state === 'draft';
    const isChanged = before !== null && before.revision !== after.revision;
    needs(isChanged && isDraft, 'change');
    needs(isChanged && !isDraft, 'change-running');
    needs(before?.state === 'published' && after.state === 'paused', 'pause');
    needs(before?.state === 'paused' && after.state === 'published', 'resume');
    needs((after.additions?.length ?? 0) > (before?.additions?.length ?? 0), 'add-budget');
    needs(isDraft && after.state === 'preparing', 'publish');
    needs(ORDER[before?.state ?? 'draft'] === 2 && after.state === 'ended', 'end');
  }

  return {
    written(actor, before, after) {
      if (!after) {
        must(before?.state === 'draft', 'INV-25', () => `${before?._id} was removed`);
        return;
      }
      audited(actor, before, after);
      if (!before) return;
      const forward = ORDER[after.state] >= ORDER[before.state];
      must(forward, 'INV-24', () => `${after._id}: ${before.state} → ${after.state}`);
      seedKept(before, after);
      frozen(before, after);
      const opens = before.state === 'preparing' && after.state === 'published';
      const grew = before.additionOpen === true && after.additionOpen === false;
      if (opens || grew) onOpened(after._id);
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
