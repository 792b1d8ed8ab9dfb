/* When the keeper looks at an order, a refund or a campaign's rest. Waits grow with the age. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../miniprogram/shared/beijing-time';

/** How long an order can be paid. */
export const ORDER_PAYABLE_MS = 30 * MINUTE_MS;

/** How far the clocks of two machines may differ. */
export const CLOCK_MARGIN_MS = 2 * MINUTE_MS;

/** The provider closes no order that is younger (关闭订单: 最短调用时间间隔为5分钟). */
export const CLOSABLE_AFTER_MS = 5 * MINUTE_MS;

/** How often a campaign that holds money is looked at. */
export const WATCH_EVERY_MS = 10 * MINUTE_MS;

/** A campaign that was begun to be published and is a draft all the same: its publishing crashed. */
export const STRANDED_AFTER_MS = 10 * MINUTE_MS;

/** The next question about an unpaid order: paid within minutes, or not at all. */
export function unpaidQueryAfterMs(ageMs: number): number {
  return within(ageMs, MINUTE_MS, 10 * MINUTE_MS);
}

/** The next question about a refund: minutes to a wallet, days to a bank card. */
export function refundQueryAfterMs(ageMs: number): number {
  return within(ageMs / 2, MINUTE_MS, 6 * HOUR_MS);
}

/** The same refund once more after the provider did not take it. */
export function refundAgainAfterMs(ageMs: number): number {
  return within(ageMs, MINUTE_MS, HOUR_MS);
}

/** A refund that waits for a person may have been seen to on the merchant's platform. */
export const PERSON_QUERY_AFTER_MS = DAY_MS;

/** A request that left longer ago arrives no more, and what it did is found by asking. */
export const REQUEST_ARRIVES_WITHIN_MS = DAY_MS;

function within(ms: number, leastMs: number, mostMs: number): number {
  return Math.round(Math.min(Math.max(ms, leastMs), mostMs));
}
