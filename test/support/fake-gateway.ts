import { redPacketRefusal } from '../../server/adapters/wechatpay/red-packets/refusals';
import type { Clock, Sleep } from '../../server/ports/clock';
import type {
  CredentialReport,
  PayoutGateway,
  PayoutOrder,
  QueryAnswer,
  SendAnswer,
} from '../../server/ports/payout-gateway';

export type BillStatus = 'SENDING' | 'SENT' | 'FAILED' | 'RECEIVED' | 'RFUND_ING' | 'REFUND';

/** What one send meets. Whatever it is, a bill that the provider knows is never paid again. */
export type SendFate =
  | { readonly kind: 'pay' }
  | { readonly kind: 'refuse'; readonly code: string }
  /** No answer; the money moved or not. */
  | { readonly kind: 'silence'; readonly paid: boolean }
  /** No answer, and the request arrives only after a while. */
  | { readonly kind: 'lands-late'; readonly afterMs: number }
  /** The answer has no definite result; the bill is being sent and ends so. */
  | { readonly kind: 'settle'; readonly as: 'SENT' | 'FAILED'; readonly afterMs: number }
  /** Accepted, and failed after that. */
  | { readonly kind: 'pay-then-fail' }
  /** The money moves, and the answer is about something else. */
  | { readonly kind: 'lie' };

export interface ProviderBill {
  readonly billNo: string;
  readonly recipientId: string;
  readonly amountFen: number;
  status: BillStatus;
}

export interface FakeGateway extends PayoutGateway {
  readonly bills: ReadonlyMap<string, ProviderBill>;
  /** Every request that reached the provider, in order. */
  readonly sends: readonly { readonly atMs: number; readonly order: PayoutOrder }[];
  readonly queries: readonly string[];
  /** Decides about each send; told how many sends the bill had before. */
  fate: (order: PayoutOrder, sendsBefore: number) => SendFate;
  /** False: queries get no answer. */
  answersQueries: boolean;
  credentials: CredentialReport;
  openAll(): void;
  returnAll(): void;
}

export interface FakeGatewayOptions {
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly latencyMs?: number;
}

/** A provider with a memory, which forgets, delays, lands late and lies when a test says so. */
export function fakeGateway(options: FakeGatewayOptions): FakeGateway {
  const { clock, sleep, latencyMs = 200 } = options;
  const bills = new Map<string, ProviderBill>();
  const sends: { atMs: number; order: PayoutOrder }[] = [];
  const sendsOf = new Map<string, number>();
  const queries: string[] = [];
  const later: { readonly atMs: number; readonly happen: () => void }[] = [];

  function letTimePass(): void {
    for (const event of later.splice(0)) {
      if (event.atMs <= clock()) event.happen();
      else later.push(event);
    }
  }

  function accept(order: PayoutOrder, status: BillStatus): ProviderBill {
    const known = bills.get(order.billNo);
    if (known) return known;
    const { billNo, recipientId, amountFen } = order;
    const bill: ProviderBill = { billNo, recipientId, amountFen, status };
    bills.set(billNo, bill);
    return bill;
  }

  function answerAgain(known: ProviderBill, order: PayoutOrder): SendAnswer {
    if (known.recipientId !== order.recipientId || known.amountFen !== order.amountFen) {
      throw new Error('INV-18: a bill was sent again with other particulars');
    }
    if (known.status === 'FAILED') return refused('SEND_FAILED');
    if (known.status === 'SENDING') return { kind: 'unknown', code: 'PROCESSING' };
    return accepted(order, sendsOf.get(order.billNo) ?? 1);
  }

  const gateway: FakeGateway = {
    bills,
    sends,
    queries,
    fate: () => ({ kind: 'pay' }),
    answersQueries: true,
    credentials: { fault: null, certificateExpiresAtMs: null },

    async send(order) {
      const sendsBefore = sendsOf.get(order.billNo) ?? 0;
      sendsOf.set(order.billNo, sendsBefore + 1);
      sends.push({ atMs: clock(), order });
      const fate = gateway.fate(order, sendsBefore);
      await sleep(latencyMs);
      letTimePass();
      const known = bills.get(order.billNo);
      switch (fate.kind) {
        case 'pay':
          return known ? answerAgain(known, order) : answerAgain(accept(order, 'SENT'), order);
        case 'refuse':
          return refused(fate.code);
        case 'silence':
          if (fate.paid) accept(order, 'SENT');
          return { kind: 'unknown', code: 'TIMEOUT' };
        case 'lands-late':
          later.push({ atMs: clock() + fate.afterMs, happen: () => accept(order, 'SENT') });
          return { kind: 'unknown', code: 'TIMEOUT' };
        case 'settle': {
          if (known) return answerAgain(known, order);
          const bill = accept(order, 'SENDING');
          const happen = () => {
            bill.status = fate.as;
          };
          later.push({ atMs: clock() + fate.afterMs, happen });
          return { kind: 'unknown', code: 'PROCESSING' };
        }
        case 'pay-then-fail':
          accept(order, 'FAILED');
          return accepted(order, sendsBefore + 1);
        case 'lie':
          accept(order, 'SENT');
          return { kind: 'unknown', code: 'MISMATCH', alert: 'mismatch' };
      }
    },

    async query(order) {
      queries.push(order.billNo);
      await sleep(latencyMs);
      letTimePass();
      if (!gateway.answersQueries) return { kind: 'unknown', code: 'TIMEOUT' };
      const bill = bills.get(order.billNo);
      return bill ? recordOf(bill) : { kind: 'not-found' };
    },

    /** Taken at once when nobody has opened the packet. */
    async cancel(order) {
      await sleep(latencyMs);
      const bill = bills.get(order.billNo);
      if (bill?.status !== 'SENT') return { kind: 'too-late' };
      bill.status = 'REFUND';
      return { kind: 'accepted' };
    },

    phoneCall: (_order, pass) => ({
      kind: 'merchant-transfer',
      mchId: '1900000109',
      appId: 'wx-mini',
      package: pass,
    }),

    checkCredentials: async () => gateway.credentials,
    close: () => {},

    openAll() {
      letTimePass();
      for (const bill of bills.values()) if (bill.status === 'SENT') bill.status = 'RECEIVED';
    },
    returnAll() {
      letTimePass();
      for (const bill of bills.values()) if (bill.status === 'SENT') bill.status = 'REFUND';
    },
  };
  return gateway;
}

/** Every answer gives another pass, except where packets open in the official account. */
function accepted({ channel, billNo }: PayoutOrder, sendNo: number): SendAnswer {
  const pass = channel === 'sendredpack' ? null : `pass ${sendNo} of ${billNo}`;
  return { kind: 'sent', providerNo: `list-${billNo}`, pass };
}

function recordOf(bill: ProviderBill): QueryAnswer {
  const answers: Readonly<Record<BillStatus, QueryAnswer>> = {
    SENDING: { kind: 'sending' },
    SENT: { kind: 'sent' },
    FAILED: { kind: 'failed', reason: '', blames: 'circumstances' },
    RECEIVED: { kind: 'received', receivedAtMs: null },
    RFUND_ING: { kind: 'returning' },
    REFUND: { kind: 'returned', amountFen: bill.amountFen },
  };
  return answers[bill.status];
}

function refused(code: string): SendAnswer {
  const refusal = redPacketRefusal(code);
  return refusal === null ? { kind: 'unknown', code } : { kind: 'refused', code, refusal };
}
