/*
 * What WeChat Pay knows of payouts, whatever interface they came by, and the truth about money: what
 * is counted as out here is what INV-16 is judged by.
 */
import { beijingDay, HOUR_MS } from '../../../miniprogram/shared/beijing-time';
import type { PayoutChannel } from '../../../miniprogram/shared/channels';
import type { PayoutOrder } from '../../../server/ports/payout-gateway';
import type { Seeded } from '../engine/seeded';
import type { VirtualTime } from '../engine/virtual-time';
import type { FaultKind } from '../faults';

/** In the words of gethbinfo; `transfers.ts` says which of its states is which of these. */
export type Status = 'SENDING' | 'SENT' | 'FAILED' | 'RECEIVED' | 'RFUND_ING' | 'REFUND';

export interface ProviderBill {
  readonly channel: PayoutChannel;
  readonly billNo: string;
  readonly recipientId: string;
  readonly amountFen: number;
  readonly acceptedAtMs: number;
  /** Before this a query does not find it. */
  readonly foundFromMs: number;
  status: Status;
  /** The merchant's money is out for it: promised to the player, or with them. */
  holdsMoney: boolean;
  /** Since when nothing can be taken with it any more; null while it can. */
  endedAtMs: number | null;
}

/** What every interface of the provider has to do with. */
export interface ProviderTools {
  readonly time: VirtualTime;
  readonly random: Seeded;
  /** Whether a fault of this kind strikes now. */
  readonly strikes: (kind: FaultKind) => boolean;
  readonly has: (kind: FaultKind) => boolean;
  readonly calmFromMs: number;
  /** A known bill number came with other particulars. */
  readonly onChanged: (order: PayoutOrder) => void;
}

export interface BillBook {
  readonly bills: ReadonlyMap<string, ProviderBill>;
  /** Counts it into the day; with `holdsMoney` its money leaves now. */
  accept(order: PayoutOrder, status: Status, holdsMoney: boolean): ProviderBill;
  becomes(bill: ProviderBill, status: Status, holdsMoney: boolean): void;
  /** An answer or a notice names the bill's status now. */
  tell(bill: ProviderBill): void;
  told(billNo: string, status: Status): boolean;
  canPay(order: Pick<PayoutOrder, 'channel' | 'amountFen'>): boolean;
  /** Bills that were accepted on this Beijing day through one channel, also for one player. */
  acceptedToday(channel: PayoutChannel, recipientId?: string): number;
}

const OPENED_FROM_START_FEN = 2_000;
const ENDED: ReadonlySet<Status> = new Set<Status>(['FAILED', 'RECEIVED', 'RFUND_ING', 'REFUND']);

export function newBillBook(tools: ProviderTools, onPaid: (bill: ProviderBill) => void): BillBook {
  const { time, random, strikes, has, calmFromMs } = tools;
  const bills = new Map<string, ProviderBill>();
  const tellings = new Set<string>();
  const dayCounts = new Map<string, number>();
  const balances = { 'red-packet': startFen(), transfer: startFen() };
  if (has('balance-runs-out')) topUpNowAndThen();

  function startFen(): number {
    return has('balance-runs-out') ? OPENED_FROM_START_FEN : Number.MAX_SAFE_INTEGER;
  }

  function topUpNowAndThen(): void {
    time.at(time.nowMs() + random.between(HOUR_MS, 6 * HOUR_MS), () => {
      const isLast = time.nowMs() >= calmFromMs;
      for (const account of ['red-packet', 'transfer'] as const) {
        balances[account] = isLast
          ? Number.MAX_SAFE_INTEGER
          : balances[account] + random.between(500, 3_000);
      }
      if (!isLast) topUpNowAndThen();
    });
  }

  function accountOf(channel: PayoutChannel): keyof typeof balances {
    return channel === 'transfer-bills' ? 'transfer' : 'red-packet';
  }

  function dayKeys(channel: PayoutChannel, recipientId: string): string[] {
    const day = `${channel} ${beijingDay(time.nowMs())}`;
    return [day, `${day} ${recipientId}`];
  }

  function leaves(bill: ProviderBill): void {
    balances[accountOf(bill.channel)] -= bill.amountFen;
    onPaid(bill);
  }

  return {
    bills,
    accept(order, status, holdsMoney) {
      const { channel, billNo, recipientId, amountFen } = order;
      const acceptedAtMs = time.nowMs();
      const hiddenMs = strikes('forgets') ? random.between(1_000, 15 * 60_000) : 0;
      const bill: ProviderBill = {
        channel,
        billNo,
        recipientId,
        amountFen,
        acceptedAtMs,
        foundFromMs: acceptedAtMs + hiddenMs,
        status,
        holdsMoney,
        endedAtMs: ENDED.has(status) ? acceptedAtMs : null,
      };
      bills.set(billNo, bill);
      for (const key of dayKeys(channel, recipientId)) {
        dayCounts.set(key, (dayCounts.get(key) ?? 0) + 1);
      }
      if (holdsMoney) leaves(bill);
      return bill;
    },

    becomes(bill, status, holdsMoney) {
      if (bill.holdsMoney && !holdsMoney) balances[accountOf(bill.channel)] += bill.amountFen;
      const hasLeft = !bill.holdsMoney && holdsMoney;
      bill.status = status;
      bill.holdsMoney = holdsMoney;
      bill.endedAtMs = ENDED.has(status) ? (bill.endedAtMs ?? time.nowMs()) : null;
      if (hasLeft) leaves(bill);
    },

    tell: (bill) => void tellings.add(`${bill.billNo} ${bill.status}`),
    told: (billNo, status) => tellings.has(`${billNo} ${status}`),
    canPay: ({ channel, amountFen }) => balances[accountOf(channel)] >= amountFen,
    acceptedToday: (channel, recipientId) => {
      const [ofMerchant, ofPlayer] = dayKeys(channel, recipientId ?? '');
      return dayCounts.get(recipientId === undefined ? ofMerchant! : ofPlayer!) ?? 0;
    },
  };
}
