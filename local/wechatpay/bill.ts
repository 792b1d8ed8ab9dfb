/*
 * One red packet as the provider knows it.
 *
 *   SENDING ─┬─ SENT ─┬─ RECEIVED                 the player opened it
 *            └ FAILED └─ RFUND_ING ── REFUND      nobody did; the money is back with the merchant
 *
 * The words are those of gethbinfo, RFUND_ING spelled as it is.
 */
export type BillStatus = 'SENDING' | 'SENT' | 'FAILED' | 'RECEIVED' | 'RFUND_ING' | 'REFUND';

export const NEXT: Readonly<Record<BillStatus, readonly BillStatus[]>> = {
  SENDING: ['SENT', 'FAILED'],
  SENT: ['RECEIVED', 'RFUND_ING'],
  FAILED: [],
  RECEIVED: [],
  RFUND_ING: ['REFUND'],
  REFUND: [],
};

/** How a bill that stays SENDING for a while ends, and what repeated sends hear until then. */
export interface Settlement {
  readonly as: 'SENT' | 'FAILED';
  readonly atMs: number;
  readonly answer: 'SUCCESS' | 'PROCESSING';
}

export interface Bill {
  readonly billNo: string;
  /** The provider's number: send_listid when sent, detail_id when queried. */
  readonly listId: string;
  readonly openid: string;
  readonly amountFen: number;
  readonly sendName: string;
  readonly wishing: string;
  readonly actName: string;
  readonly remark: string;
  /** 小程序红包 only: what the mini program opens it with. */
  readonly package?: string;
  readonly status: BillStatus;
  readonly acceptedAtMs: number;
  /** When each status so far was reached. */
  readonly reachedAtMs: Readonly<Partial<Record<BillStatus, number>>>;
  readonly settlement: Settlement | null;
}

export type NewBill = Omit<Bill, 'status' | 'reachedAtMs'>;

/** A bill as it is accepted: SENT at once, unless it was planned to take its time. */
export function acceptedBill(order: NewBill): Bill {
  const status = order.settlement ? 'SENDING' : 'SENT';
  return { ...order, status, reachedAtMs: { [status]: order.acceptedAtMs } };
}

export function movedBill(bill: Bill, status: BillStatus, atMs: number): Bill {
  return { ...bill, status, reachedAtMs: { ...bill.reachedAtMs, [status]: atMs } };
}

/** What time alone will do to this bill next, or null. */
export function nextStep(
  bill: Bill,
  limits: { readonly expiresAfterMs: number; readonly refundTakesMs: number },
): { readonly status: BillStatus; readonly atMs: number } | null {
  const sinceMs = bill.reachedAtMs[bill.status] ?? bill.acceptedAtMs;
  if (bill.status === 'SENDING' && bill.settlement) {
    return { status: bill.settlement.as, atMs: bill.settlement.atMs };
  }
  if (bill.status === 'SENT') return { status: 'RFUND_ING', atMs: sinceMs + limits.expiresAfterMs };
  if (bill.status === 'RFUND_ING')
    return { status: 'REFUND', atMs: sinceMs + limits.refundTakesMs };
  return null;
}

/** The merchant's money is out as long as the bill has neither failed nor come back. */
export function holdsMoney(status: BillStatus): boolean {
  return status !== 'FAILED' && status !== 'REFUND';
}
