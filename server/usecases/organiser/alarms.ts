import { MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import { CHANNEL_RULES, type PayoutChannel } from '../../../miniprogram/shared/channels';
import type { FundingView } from '../../../miniprogram/shared/contract/funding';
import type { Alarm, Conservation } from '../../../miniprogram/shared/contract/live';
import type { StepTotal } from '../../domain/conservation';
import { isShortOfMoney } from '../../domain/funding/balances';
import { CERTIFICATE_WARNING_MS, SENDING_LONG_MS } from '../../domain/payout-timing';
import { nextAllowedMs } from '../../domain/quiet-hours';
import type { CampaignRecord } from '../../domain/records';
import { newestReports } from '../stores/audit-reports';
import { balanceOf } from '../stores/balances';
import { countLongInFlight, countOverduePayouts } from '../stores/claims';
import { readMerchantState } from '../stores/merchant-states';
import { owedFen } from '../stores/payout-queue';
import type { OrganiserTools } from '../tools';

/** A payout that should have moved this long ago is slow. */
const SLOW_MS = 15 * MINUTE_MS;

/** What the alarms about a campaign's money are told by. */
export interface Books {
  readonly conservation: Conservation;
  readonly byStep: readonly StepTotal[];
  readonly misplacedFen: number;
  readonly funding: FundingView;
}

/** What an organiser should look at, the gravest first. */
export async function alarmsOf(
  tools: OrganiserTools,
  campaign: CampaignRecord,
  books: Books,
  nowMs: number,
): Promise<Alarm[]> {
  return [
    ...conservationAlarm(tools, campaign, books),
    ...newerAlarm(tools, campaign, books),
    ...(await auditAlarm(tools, campaign)),
    ...(await merchantAlarms(tools, campaign.draft.channel, nowMs)),
    ...(await balanceAlarm(tools, campaign)),
    ...heldAlarm(books),
    ...(await delayAlarm(tools, campaign, nowMs)),
  ];
}

function conservationAlarm(tools: OrganiserTools, campaign: CampaignRecord, books: Books): Alarm[] {
  const { conservation, misplacedFen, funding } = books;
  const amountFen = conservation.differenceFen || misplacedFen || funding.differenceFen;
  if (amountFen === 0) return [];
  tools.log.alert('campaign.conservation', { campaignId: campaign._id, amountFen });
  return [{ kind: 'conservation', amountFen }];
}

/** F-21: what newer code has written is neither judged nor counted as anything else, but told. */
function newerAlarm(tools: OrganiserTools, campaign: CampaignRecord, books: Books): Alarm[] {
  const amountFen = books.conservation.newerFen ?? 0;
  if (amountFen === 0) return [];
  tools.log.warn('records.newer', { campaignId: campaign._id, amountFen });
  return [{ kind: 'newer-records', amountFen }];
}

/** What the newest audit found; while it is not finished, what the one before it found counts too. */
async function auditAlarm(tools: OrganiserTools, campaign: CampaignRecord): Promise<Alarm[]> {
  const [newest, previous] = await newestReports(tools.documents, campaign._id, 2);
  const reports = newest?.finishedAtMs === 0 ? [newest, previous] : [newest];
  const worst = reports.find((report) => report && report.differenceCount > 0);
  if (!worst) return [];
  const { differenceCount: count, differenceFen: amountFen } = worst;
  return [{ kind: 'audit-difference', count, amountFen }];
}

async function merchantAlarms(
  tools: OrganiserTools,
  channel: PayoutChannel,
  nowMs: number,
): Promise<Alarm[]> {
  const merchant = await readMerchantState(tools.documents, channel);
  const { pausedReason, pausedBy, retryAtMs, certificateExpiresAtMs } = merchant;
  const alarms: Alarm[] = [];
  if (pausedReason !== null) {
    alarms.push({
      kind: 'payouts-paused',
      reason: pausedReason,
      canResume: pausedBy === 'provider',
      ...(retryAtMs > nowMs && { untilAtMs: retryAtMs }),
      // The balance is the provider's secret; this much is enough whatever it is.
      ...(isShortOfMoney(pausedReason) && {
        amountFen: await owedFen(tools.documents, channel),
      }),
    });
  }
  if (certificateExpiresAtMs !== null && certificateExpiresAtMs - nowMs <= CERTIFICATE_WARNING_MS) {
    alarms.push({ kind: 'certificate-expires', untilAtMs: certificateExpiresAtMs });
  }
  return alarms;
}

/** Whether what was declared turned out not to be there; paid-in campaigns ask nothing of it. */
async function balanceAlarm(tools: OrganiserTools, { draft }: CampaignRecord): Promise<Alarm[]> {
  if (draft.funding !== 'merchant-balance') return [];
  const balance = await balanceOf(tools.documents, CHANNEL_RULES[draft.channel].account);
  return balance?.shortSinceMs == null ? [] : [{ kind: 'balance-short' }];
}

function heldAlarm({ byStep }: Books): Alarm[] {
  const held = byStep.find(({ step }) => step === 'HELD');
  if (!held || held.count === 0) return [];
  return [{ kind: 'held-payouts', count: held.count, amountFen: held.amountFen }];
}

/** At night nothing is slow: nothing may be sent. */
async function delayAlarm(
  tools: OrganiserTools,
  campaign: CampaignRecord,
  nowMs: number,
): Promise<Alarm[]> {
  const { keepsQuietHours } = CHANNEL_RULES[campaign.draft.channel];
  const sendableAtMs = nextAllowedMs(keepsQuietHours ? tools.quietHours : null, nowMs);
  if (sendableAtMs > nowMs) return [{ kind: 'quiet-hours', untilAtMs: sendableAtMs }];
  const [overdue, sendingLong] = await Promise.all([
    countOverduePayouts(tools.documents, campaign._id, nowMs - SLOW_MS),
    countLongInFlight(tools.documents, campaign._id, nowMs - SENDING_LONG_MS),
  ]);
  const count = Math.max(overdue, sendingLong);
  return count > 0 ? [{ kind: 'slow-payouts', count }] : [];
}
