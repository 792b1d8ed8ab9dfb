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
import { openJournal } from './journal';
import type { Limits } from './limits';

/** What one move of a bill came to. `status` is the bill's afterwards, null when there is no bill. */
export interface StepOutcome {
  readonly done: boolean;
  readonly status: BillStatus | null;
}

export interface DayTotal {
  readonly packets: number;
  readonly amountFen: number;
}

/** What the sandbox remembers: bills, balance, and what was sent on each Beijing day. */
export interface Bills {
  all(): readonly Bill[];
  get(billNo: string): Bill | null;
  balanceFen(): number;
  /** Tops up the merchant's balance; a negative amount takes out. */
  fund(amountFen: number): void;
  accept(order: NewBill): void;
  move(billNo: string, status: BillStatus): StepOutcome;
  /** Sent on the Beijing day of `atMs`, to one player or (null) to all. Failed bills do not count. */
  sentOnDay(atMs: number, openid: string | null): DayTotal;
  close(): void;
}

type Entry =
  | { readonly kind: 'funded'; readonly amountFen: number }
  | { readonly kind: 'accepted'; readonly order: NewBill }
  | {
      readonly kind: 'moved';
      readonly billNo: string;
      readonly status: BillStatus;
      readonly atMs: number;
    };

export interface BillsOptions {
  readonly journalPath: string | null;
  readonly nowMs: () => number;
  readonly limits: Limits;
  /** The balance of a merchant that has no history yet. */
  readonly initialBalanceFen: number;
  readonly onChange: () => void;
}

const NOTHING: DayTotal = { packets: 0, amountFen: 0 };

export function openBills(options: BillsOptions): Bills {
  const { limits, nowMs } = options;
  const bills = new Map<string, Bill>();
  const dayTotals = new Map<string, DayTotal>();
  let balanceFen = 0;
  let nextStepAtMs = Number.POSITIVE_INFINITY;

  const journal = openJournal(options.journalPath, isEntry);
  for (const entry of journal.earlier) apply(entry);
  if (journal.earlier.length === 0)
    record({ kind: 'funded', amountFen: options.initialBalanceFen });

  /** Durable first, then in memory: what memory knows, a restart knows too. */
  function record(entry: Entry): void {
    journal.append(entry);
    apply(entry);
  }

  function apply(entry: Entry): void {
    if (entry.kind === 'funded') {
      balanceFen += entry.amountFen;
      return;
    }
    if (entry.kind === 'accepted') {
      const bill = acceptedBill(entry.order);
      balanceFen -= bill.amountFen;
      count(bill, 1);
      put(bill);
      return;
    }
    const bill = bills.get(entry.billNo);
    if (!bill) throw new Error(`the journal moves bill ${entry.billNo} before it was accepted`);
    if (holdsMoney(bill.status) && !holdsMoney(entry.status)) balanceFen += bill.amountFen;
    if (entry.status === 'FAILED') count(bill, -1);
    put(movedBill(bill, entry.status, entry.atMs));
  }

  function put(bill: Bill): void {
    bills.set(bill.billNo, bill);
    nextStepAtMs = Math.min(nextStepAtMs, nextStep(bill, limits)?.atMs ?? Number.POSITIVE_INFINITY);
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

  /** Does what time has brought since the last look, at the instants it was due. */
  function catchUp(): void {
    const atMs = nowMs();
    if (atMs < nextStepAtMs) return;
    nextStepAtMs = Number.POSITIVE_INFINITY;
    for (const billNo of [...bills.keys()]) catchUpBill(billNo, atMs);
    options.onChange();
  }

  function catchUpBill(billNo: string, atMs: number): void {
    for (;;) {
      const bill = bills.get(billNo);
      const step = bill ? nextStep(bill, limits) : null;
      if (!step) return;
      if (step.atMs > atMs) {
        nextStepAtMs = Math.min(nextStepAtMs, step.atMs);
        return;
      }
      record({ kind: 'moved', billNo, ...step });
    }
  }

  return {
    all() {
      catchUp();
      return [...bills.values()];
    },
    get(billNo) {
      catchUp();
      return bills.get(billNo) ?? null;
    },
    balanceFen() {
      catchUp();
      return balanceFen;
    },
    fund(amountFen) {
      record({ kind: 'funded', amountFen });
      options.onChange();
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
    close: () => journal.close(),
  };
}

function dayKey(atMs: number, openid: string | null): string {
  return `${beijingDate(atMs)} ${openid ?? ''}`;
}

function isEntry(value: unknown): value is Entry {
  const kind = (value as { kind?: unknown } | null)?.kind;
  return kind === 'funded' || kind === 'accepted' || kind === 'moved';
}
