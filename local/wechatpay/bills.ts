import { beijingDate } from './beijing';
import {
  acceptedBill,
  type Bill,
  type BillStatus,
  holdsMoney,
  movedBill,
  NEXT,
  type NewBill,
  nextStep,
} from './bill';
import type { Limits } from './limits';
import type { StoreOptions } from './memory';
import { createTimetable } from './timetable';

/** What one move of a bill came to. `status` is the bill's afterwards, null when there is no bill. */
export interface StepOutcome {
  readonly done: boolean;
  readonly status: BillStatus | null;
}

export interface DayTotal {
  readonly packets: number;
  readonly amountFen: number;
}

/** Red packets, and what was sent on each Beijing day. */
export interface Bills {
  all(): readonly Bill[];
  get(billNo: string): Bill | null;
  accept(order: NewBill): void;
  move(billNo: string, status: BillStatus): StepOutcome;
  /** Sent on the Beijing day of `atMs`, to one player or (null) to all. Failed bills do not count. */
  sentOnDay(atMs: number, openid: string | null): DayTotal;
  apply(entry: BillEntry): void;
  catchUp(): void;
}

export type BillEntry =
  | { readonly kind: 'accepted'; readonly order: NewBill }
  | {
      readonly kind: 'moved';
      readonly billNo: string;
      readonly status: BillStatus;
      readonly atMs: number;
    };

const NOTHING: DayTotal = { packets: 0, amountFen: 0 };

export function createBills(options: StoreOptions<BillEntry> & { limits: Limits }): Bills {
  const { limits, nowMs, purse, record } = options;
  const bills = new Map<string, Bill>();
  const dayTotals = new Map<string, DayTotal>();
  const timetable = createTimetable(
    bills,
    (bill) => nextStep(bill, limits)?.atMs ?? null,
    (bill) => {
      const step = nextStep(bill, limits);
      if (step) record({ kind: 'moved', billNo: bill.billNo, ...step });
    },
  );

  function apply(entry: BillEntry): void {
    if (entry.kind === 'accepted') {
      const bill = acceptedBill(entry.order);
      purse.fen -= bill.amountFen;
      count(bill, 1);
      put(bill);
      return;
    }
    const bill = bills.get(entry.billNo);
    if (!bill) throw new Error(`the journal moves bill ${entry.billNo} before it was accepted`);
    if (holdsMoney(bill.status) && !holdsMoney(entry.status)) purse.fen += bill.amountFen;
    if (entry.status === 'FAILED') count(bill, -1);
    put(movedBill(bill, entry.status, entry.atMs));
  }

  function put(bill: Bill): void {
    bills.set(bill.billNo, bill);
    timetable.notice(bill);
  }

  function count(bill: Bill, sign: 1 | -1): void {
    for (const openid of [bill.openid, null]) {
      const key = dayKey(bill.acceptedAtMs, openid);
      const { packets, amountFen } = dayTotals.get(key) ?? NOTHING;
      dayTotals.set(key, {
        packets: packets + sign,
        amountFen: amountFen + sign * bill.amountFen,
      });
    }
  }

  const catchUp = () => {
    if (timetable.catchUp(nowMs())) options.onChange();
  };

  return {
    all() {
      catchUp();
      return [...bills.values()];
    },
    get(billNo) {
      catchUp();
      return bills.get(billNo) ?? null;
    },
    accept(order) {
      record({ kind: 'accepted', order });
      options.onChange();
    },
    move(billNo, status) {
      catchUp();
      const bill = bills.get(billNo);
      if (!bill) return { done: false, status: null };
      if (!NEXT[bill.status].includes(status)) return { done: false, status: bill.status };
      record({ kind: 'moved', billNo, status, atMs: nowMs() });
      options.onChange();
      return { done: true, status };
    },
    sentOnDay(atMs, openid) {
      catchUp();
      return dayTotals.get(dayKey(atMs, openid)) ?? NOTHING;
    },
    apply,
    catchUp,
  };
}

function dayKey(atMs: number, openid: string | null): string {
  return `${beijingDate(atMs)} ${openid ?? ''}`;
}
