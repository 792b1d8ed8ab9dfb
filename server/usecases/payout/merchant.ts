import { beijingDay } from '../../../miniprogram/shared/beijing-time';
import { CHANNEL_RULES } from '../../../miniprogram/shared/channels';
import { isShortOfMoney } from '../../domain/funding/balances';
import { CERTIFICATE_WARNING_MS, PROBE_AFTER_MS } from '../../domain/payout-timing';
import { nextDayMorningMs } from '../../domain/quiet-hours';
import type { MerchantStateRecord } from '../../domain/records';
import { noteShortBalance } from '../funding/short-balance';
import {
  noteGoodCertificate,
  pauseMerchant,
  readMerchantState,
  resumeMerchant,
} from '../stores/merchant-states';
import type { PayoutTools } from './tools';

export type MerchantGate =
  | { readonly kind: 'open' }
  | { readonly kind: 'closed'; readonly reason: string; readonly by: 'self-check' | 'provider' }
  /** The pause is old enough: one payout may try whether its reason is gone. */
  | { readonly kind: 'probe'; readonly state: MerchantStateRecord };

/**
 * The self-check before every run: keys and certificate first, then whatever the provider last
 * refused everything for. Claims are never touched by it.
 */
export async function openMerchant(tools: PayoutTools): Promise<MerchantGate> {
  const { gateway, clock } = tools;
  const report = await gateway.checkCredentials();
  const nowMs = clock();
  if (report.fault !== null) {
    await pause(tools, report.fault, report.detail, 'self-check', nowMs);
    return { kind: 'closed', reason: report.fault, by: 'self-check' };
  }
  const state = await notedState(tools, report.certificateExpiresAtMs, nowMs);
  if (state.pausedReason === null) return { kind: 'open' };
  if (state.pausedBy === 'self-check') {
    await resume(tools, state);
    return { kind: 'open' };
  }
  if (nowMs < state.retryAtMs)
    return { kind: 'closed', reason: state.pausedReason, by: 'provider' };
  return { kind: 'probe', state };
}

/**
 * The provider refuses everything of this merchant, today or until somebody acts. Returns when the
 * next payout may try.
 */
export async function pauseForProvider(
  tools: PayoutTools,
  code: string,
  until: 'tomorrow' | 'solved',
): Promise<number> {
  const nowMs = tools.clock();
  const retryAtMs = until === 'tomorrow' ? nextDayMorningMs(nowMs) : nowMs + PROBE_AFTER_MS;
  await pause(tools, code, null, 'provider', retryAtMs);
  if (isShortOfMoney(code)) await noteShortBalance(tools, CHANNEL_RULES[tools.channel].account);
  return retryAtMs;
}

async function pause(
  tools: PayoutTools,
  reason: string,
  detail: string | null,
  by: 'self-check' | 'provider',
  retryAtMs: number,
): Promise<void> {
  const isNews = await pauseMerchant(
    tools.documents,
    tools.channel,
    { reason, detail, by, retryAtMs },
    tools.clock(),
  );
  if (isNews) {
    tools.log.alert('payout.paused', {
      channel: tools.channel,
      reason,
      detail: detail ?? '',
      untilAtMs: retryAtMs,
    });
  }
}

/** Ends the pause that was seen, because its reason is gone. */
export async function resume(tools: PayoutTools, seen: MerchantStateRecord): Promise<void> {
  if (await resumeMerchant(tools.documents, seen)) {
    tools.log.info('payout.resumed', { channel: tools.channel, reason: seen.pausedReason });
  }
}

/**
 * The state, with the certificate noted once a day, and at once when it is another one. Read again after
 * that: a pause is only ended as it was last read.
 */
async function notedState(
  tools: PayoutTools,
  expiresAtMs: number | null,
  nowMs: number,
): Promise<MerchantStateRecord> {
  const { documents, channel, log } = tools;
  const state = await readMerchantState(documents, channel);
  const isKnown = state.certificateExpiresAtMs === expiresAtMs;
  if (isKnown && beijingDay(state.checkedAtMs) === beijingDay(nowMs)) return state;
  await noteGoodCertificate(documents, channel, expiresAtMs, nowMs);
  if (expiresAtMs !== null && expiresAtMs - nowMs <= CERTIFICATE_WARNING_MS) {
    log.warn('payout.certificate-expires', { untilAtMs: expiresAtMs });
  }
  return readMerchantState(documents, channel);
}
