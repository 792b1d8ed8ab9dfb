/* The trail of what organisers did. Entries are added, never changed. */
import type { AuditRecord } from '../../domain/records';
import type { Doc, Documents } from '../../ports/documents';

export interface AuditEntry extends Omit<AuditRecord, keyof Doc> {
  /** Names this action: a repeat of it adds no second entry. */
  readonly id: string;
}

/**
 * Written before the action itself, so that nothing ever happens without an entry; an entry whose
 * action then lost a race against another says what was asked for.
 */
export async function addAuditEntry(documents: Documents, entry: AuditEntry): Promise<void> {
  const { id, ...fields } = entry;
  await documents.insert<AuditRecord>('audit_entries', { _id: id, rev: 1, ...fields });
}
