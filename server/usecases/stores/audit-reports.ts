/* What audits found. A report grows page by page and is never changed once it is finished. */
import type { AuditReportRecord } from '../../domain/records';
import type { Documents } from '../../ports/documents';

/** The newest reports of a campaign, newest first. */
export function newestReports(
  documents: Documents,
  campaignId: string,
  limit: number,
): Promise<AuditReportRecord[]> {
  return documents.find(
    'audit_reports',
    { campaignId },
    { orderBy: [['startedAtMs', 'desc']], limit },
  );
}

export function insertReport(documents: Documents, report: AuditReportRecord): Promise<boolean> {
  return documents.insert('audit_reports', report);
}

/** Null when another run went on with this report in between. */
export async function saveReport(
  documents: Documents,
  report: AuditReportRecord,
): Promise<AuditReportRecord | null> {
  const { _id, rev, ...set } = report;
  const saved = await documents.update('audit_reports', _id, { rev, finishedAtMs: 0 }, { set });
  return saved ? { ...report, rev: rev + 1 } : null;
}
