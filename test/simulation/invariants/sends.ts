/* The moment at which the bytes of a send leave, and at which money does: INV-11, 16 to 19, 27 to 29. */

import { beijingDay, HOUR_MS } from '../../../miniprogram/shared/beijing-time';
import type { PayoutChannel } from '../../../miniprogram/shared/channels';
import type { BillRecord } from '../../../server/domain/records';
import type { PayoutOrder } from '../../../server/ports/payout-gateway';
import { pairOf } from '../../support/pair';
import type { Judge } from '../judge';
import type { Mirror } from '../mirror';
import type { Plan } from '../plan';
import type { Provider, ProviderBill } from '../provider';
import { hasEnded } from './claims';

const SECOND_MS = 1_000;
/** Written here again on purpose: 扫码, 扫一维码, 小程序码, 一物一码. */
const SCANNED: readonly number[] = [1011, 1025, 1047, 1124];

export interface SendRules {
  billStored(before: BillRecord | null, after: BillRecord | null): void;
  leaves(order: PayoutOrder, nowMs: number): void;
  paid(bill: ProviderBill): void;
}

interface Day {
  readonly bills: Set<string>;
  amountFen: number;
}

export function sendRules(
  judge: Judge,
  mirror: Mirror,
  plan: Plan,
  providerOf: () => Provider,
): SendRules {
  const { must } = judge;
  const leftAtMs: Record<PayoutChannel, number[]> = {
    'transfer-bills': [],
    sendredpack: [],
    sendminiprogramhb: [],
  };
  const lastOf = new Map<string, { atMs: number; order: PayoutOrder }>();
  const days = new Map<string, Day>();
  const billsOf = new Map<string, string[]>();
  const isSkewed = plan.faults.has('clocks-differ');

  /** Written from each product's page: transfers have no night, and official accounts openids of their own. */
  function recipientOf(channel: PayoutChannel, openid: string): string {
    return channel === 'sendredpack' ? pairOf(openid).officialOpenid : openid;
  }

  function night({ channel }: PayoutOrder, nowMs: number): void {
    if (plan.quietHours === null || channel === 'transfer-bills') return;
    const hour = Math.floor(nowMs / HOUR_MS + 8) % 24;
    must(hour >= 8, 'INV-27', () => `a send left in hour ${hour} of the Beijing day`);
  }

  function rate({ channel }: PayoutOrder, nowMs: number): void {
    const left = leftAtMs[channel];
    left.push(nowMs);
    const { perSecond } = plan.rates[channel];
    const perMinute = perSecond * 60;
    const minuteAgoMs = left[left.length - 1 - perMinute] ?? Number.NEGATIVE_INFINITY;
    must(nowMs - minuteAgoMs >= 60_000, 'INV-28', () => `over ${perMinute} in a minute`);
    if (isSkewed) return; // a second is not kept between clocks that differ by minutes; a minute is
    const secondAgoMs = left[left.length - 1 - perSecond] ?? Number.NEGATIVE_INFINITY;
    must(nowMs - secondAgoMs >= SECOND_MS, 'INV-28', () => `over ${perSecond} in a second`);
  }

  function repeated(order: PayoutOrder, nowMs: number): void {
    const last = lastOf.get(order.billNo);
    lastOf.set(order.billNo, { atMs: nowMs, order });
    if (!last) return;
    const isApart = isSkewed || nowMs - last.atMs >= SECOND_MS;
    must(isApart, 'INV-29', () => `${order.billNo} twice in a second`);
    const same =
      last.order.amountFen === order.amountFen && last.order.recipientId === order.recipientId;
    must(same, 'INV-18', () => `${order.billNo} left with other particulars`);
  }

  function dayOf(key: string, order: PayoutOrder): Day {
    const day = days.get(key) ?? { bills: new Set<string>(), amountFen: 0 };
    days.set(key, day);
    if (!day.bills.has(order.billNo)) {
      day.bills.add(order.billNo);
      day.amountFen += order.amountFen;
    }
    return day;
  }

  /** What the provider has already is no new packet, however often its answer is asked for. */
  function dayLimits(order: PayoutOrder, nowMs: number): void {
    if (providerOf().bills.has(order.billNo)) return;
    const today = `${order.channel} ${beijingDay(nowMs)}`;
    const limits = plan.dailyLimits;
    const ofPlayer = dayOf(`${today} ${order.recipientId}`, order);
    const ofMerchant = dayOf(today, order);
    must(
      ofPlayer.bills.size <= limits.packetsPerPlayer &&
        ofPlayer.amountFen <= limits.amountFenPerPlayer,
      'INV-29',
      () => `${order.recipientId}: ${ofPlayer.bills.size} packets, ${ofPlayer.amountFen} fen today`,
    );
    must(
      ofMerchant.amountFen <= limits.amountFenPerMerchant,
      'INV-29',
      () => `the merchant: ${ofMerchant.amountFen} fen today`,
    );
  }

  return {
    billStored(before, after) {
      must(after !== null && before === null, 'INV-17', () => `bill ${before?._id} was changed`);
      if (!after) return;
      const earlier = billsOf.get(after.claimId) ?? [];
      const open = earlier.find((billNo) => !hasEnded(providerOf(), billNo));
      must(open === undefined, 'INV-19', () => `${after.claimId}: a new bill beside ${open}`);
      billsOf.set(after.claimId, [...earlier, after._id]);
      const scene = mirror.claims.get(after.claimId)?.entryScene ?? 0;
      const isFit = after.channel !== 'sendminiprogramhb' || SCANNED.includes(scene);
      must(isFit, 'INV-39', () => `${after.claimId}: a bill for somebody who came by ${scene}`);
    },

    leaves(order, nowMs) {
      const bill = mirror.bills.get(order.billNo);
      must(bill !== undefined, 'INV-17', () => `${order.billNo} left before it was stored`);
      const claim = mirror.claims.get(bill?.claimId ?? '');
      must(claim?.billNo === order.billNo, 'INV-17', () => `${order.billNo} is not its claim's`);
      const recipientId = claim && recipientOf(claim.channel, claim.openid);
      const agrees =
        claim?.channel === order.channel &&
        claim.amountFen === order.amountFen &&
        recipientId === order.recipientId;
      must(agrees, 'INV-18', () => `${order.billNo}: not what the claim says`);
      night(order, nowMs);
      rate(order, nowMs);
      repeated(order, nowMs);
      dayLimits(order, nowMs);
    },

    paid(bill) {
      const claimId = mirror.bills.get(bill.billNo)?.claimId ?? '';
      const claim = mirror.claims.get(claimId);
      must(claim !== undefined, 'INV-17', () => `${bill.billNo} was paid and nobody knows it`);
      must(
        claim?.amountFen === bill.amountFen,
        'INV-11',
        () => `${claimId} was paid another amount`,
      );
      const others = (billsOf.get(claimId) ?? []).filter((billNo) => billNo !== bill.billNo);
      const out = others.find((billNo) => providerOf().isOut(billNo));
      must(out === undefined, 'INV-16', () => `${claimId} is paid twice: ${out}, ${bill.billNo}`);
    },
  };
}
