import {
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  startOfBeijingDay,
} from '../../../miniprogram/shared/beijing-time';
import { type AuditReportRecord, type CampaignRecord, NEVER_MS } from '../../domain/records';
import { dueForAudit, setAuditDue } from '../stores/campaigns';
import { countNewer } from '../stores/known-records';
import { type AuditTools, auditCampaign } from './audit-campaign';

const CAMPAIGNS_AT_ONCE = 20;
/** Half past nine: the night's deferred payouts have gone out by then. */
const DAILY_AT_MS = 9 * HOUR_MS + 30 * MINUTE_MS;
/** A campaign whose audit fails lets the others have their turn. */
const AGAIN_AFTER_MS = HOUR_MS;

export interface AuditSummary {
  readonly finished: number;
  readonly differences: number;
}

/**
 * One run of the auditor: goes on with the campaigns whose daily audit is due until `runMs` is
 * over. A large campaign takes several runs. One that has ended, is settled to the last fen and was
 * found right is not looked at again.
 */
export async function auditDue(tools: AuditTools, runMs: number): Promise<AuditSummary> {
  const { documents, clock, log } = tools;
  const untilMs = clock() + runMs;
  const summary = { finished: 0, differences: 0 };
  await tellNewer(tools);
  for (const campaign of await dueForAudit(documents, clock(), CAMPAIGNS_AT_ONCE)) {
    if (clock() >= untilMs) break;
    try {
      const report = await auditCampaign(tools, campaign._id, untilMs);
      if (!report?.finishedAtMs) continue;
      await setAuditDue(documents, campaign._id, nextAuditMs(campaign, report));
      summary.finished += 1;
      summary.differences += report.differenceCount;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      log.alert('audit.failed', { campaignId: campaign._id, message });
      await setAuditDue(documents, campaign._id, clock() + AGAIN_AFTER_MS);
    }
  }
  return summary;
}

/** F-21: every timer leaves records of newer code alone; here somebody is told that there are some. */
async function tellNewer({ documents, log }: AuditTools): Promise<void> {
  for (const kind of ['claims', 'campaigns'] as const) {
    const count = await countNewer(documents, kind);
    if (count > 0) log.alert('records.newer', { kind, count });
  }
}

function nextAuditMs(campaign: CampaignRecord, report: AuditReportRecord): number {
  const { owed, sent } = report.accounts;
  const isOver = campaign.shardsClosed && report.taking === 0;
  const isSettled = owed === 0 && sent === 0 && report.accounts['in-flight'] === 0;
  if (isOver && isSettled && report.differenceCount === 0) return NEVER_MS;
  return startOfBeijingDay(report.finishedAtMs) + DAY_MS + DAILY_AT_MS;
}
