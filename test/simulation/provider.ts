/*
 * WeChat Pay as the simulation knows it, and the truth about money: what this model counts as gone
 * is what INV-16 is judged by. It keeps bills of its own, sends one packet per bill number however
 * often it is asked, and answers in the provider's own fields, which the real adapter reads.
 */
import { beijingDay, DAY_MS, HOUR_MS, MINUTE_MS } from '../../miniprogram/shared/beijing-time';
import type { PayoutOrder } from '../../server/ports/payout-gateway';
import type { Seeded } from './engine/seeded';
import type { VirtualTime } from './engine/virtual-time';
import type { FaultKind } from './faults';

export const MCH_ID = '1900000109';
export const WXAPPID = 'wx0000000000000000';

export type Status = 'SENDING' | 'SENT' | 'FAILED' | 'RECEIVED' | 'RFUND_ING' | 'REFUND';

export interface ProviderBill {
  readonly billNo: string;
  readonly recipientId: string;
  readonly amountFen: number;
  readonly acceptedAtMs: number;
  /** Before this a query does not find it. */
  readonly foundFromMs: number;
  status: Status;
}

export type Fields = Record<string, string>;

export interface Provider {
  readonly bills: ReadonlyMap<string, ProviderBill>;
  /** Statuses that an answer about the bill has named, whether or not the answer was heard. */
  told(billNo: string, status: Status): boolean;
  /** Money has left for the bill and is not back. */
  isOut(billNo: string): boolean;
  /** A request has arrived. */
  send(order: PayoutOrder): Fields;
  query(billNo: string): Fields;
  certificateFault(): 'CERTIFICATE_EXPIRED' | null;
  certificateExpiresAtMs(): number;
}

export interface ProviderOptions {
  readonly time: VirtualTime;
  readonly random: Seeded;
  /** Whether a fault of this kind strikes now. */
  readonly strikes: (kind: FaultKind) => boolean;
  readonly has: (kind: FaultKind) => boolean;
  readonly calmFromMs: number;
  /** Null: this merchant may send at night. */
  readonly nightUntilHour: number | null;
  /** Money leaves for this bill now. */
  readonly onPaid: (bill: ProviderBill) => void;
  /** A known bill number came with other particulars. */
  readonly onChanged: (order: PayoutOrder) => void;
}

const OUT: ReadonlySet<Status> = new Set<Status>(['SENDING', 'SENT', 'RECEIVED', 'RFUND_ING']);
const OPENED_FROM_START_FEN = 2_000;

export function newProvider(options: ProviderOptions): Provider {
  const { time, random, strikes, has, calmFromMs } = options;
  const bills = new Map<string, ProviderBill>();
  const tellings = new Set<string>();
  /** Per day and player, and per day: what the provider itself has counted. */
  const dayCounts = new Map<string, number>();
  let balanceFen = has('balance-runs-out') ? OPENED_FROM_START_FEN : Number.MAX_SAFE_INTEGER;
  const startMs = time.nowMs();
  const replacedAtMs = startMs + random.between(HOUR_MS, 12 * HOUR_MS);
  const expiresAtMs = startMs + random.between(MINUTE_MS, HOUR_MS);
  if (has('balance-runs-out')) topUpNowAndThen();

  function topUpNowAndThen(): void {
    time.at(time.nowMs() + random.between(HOUR_MS, 6 * HOUR_MS), () => {
      const isLast = time.nowMs() >= calmFromMs;
      balanceFen = isLast ? Number.MAX_SAFE_INTEGER : balanceFen + random.between(500, 3_000);
      if (!isLast) topUpNowAndThen();
    });
  }

  function refusalBeforeLookUp(order: PayoutOrder): string | null {
    if (options.nightUntilHour !== null && beijingHour(time.nowMs()) < options.nightUntilHour) {
      return 'TIME_LIMITED';
    }
    if (strikes('sign-error')) return 'SIGN_ERROR';
    if (strikes('freq-limit')) return random.pick(['FREQ_LIMIT', 'SECOND_OVER_LIMITED']);
    if (strikes('code-of-tomorrow')) return 'CODE_OF_TOMORROW';
    if (strikes('systemerror-unpaid')) return 'SYSTEMERROR';
    if (strikes('param-error')) return 'PARAM_ERROR';
    if (strikes('openid-error')) return 'OPENID_ERROR';
    if (!bills.has(order.billNo) && balanceFen < order.amountFen) return 'NOTENOUGH';
    return null;
  }

  function refusalOfNew(order: PayoutOrder): string | null {
    const day = beijingDay(time.nowMs());
    const isCalm = time.nowMs() >= calmFromMs;
    const ofPlayer = dayCounts.get(`${day} ${order.recipientId}`) ?? 0;
    if (has('player-day-limit') && !isCalm && ofPlayer >= 1) {
      return random.pick(['SENDNUM_LIMIT', 'RCVDAMOUNT_LIMIT']);
    }
    const ofMerchant = dayCounts.get(day) ?? 0;
    if (has('merchant-day-limit') && !isCalm && ofMerchant >= 4) {
      return random.pick(['SENDAMOUNT_LIMIT', 'DAY_ OVER_LIMITED']);
    }
    return strikes('no-auth') ? 'NO_AUTH' : null;
  }

  function accept(order: PayoutOrder, status: Status): ProviderBill {
    const nowMs = time.nowMs();
    const hiddenMs = strikes('forgets') ? random.between(1_000, 15 * MINUTE_MS) : 0;
    const { billNo, recipientId, amountFen } = order;
    const foundFromMs = nowMs + hiddenMs;
    const bill = { billNo, recipientId, amountFen, acceptedAtMs: nowMs, foundFromMs, status };
    bills.set(billNo, bill);
    const day = beijingDay(nowMs);
    for (const key of [day, `${day} ${recipientId}`]) {
      dayCounts.set(key, (dayCounts.get(key) ?? 0) + 1);
    }
    if (OUT.has(status)) {
      balanceFen -= amountFen;
      options.onPaid(bill);
    }
    if (status === 'SENT') letPlayerAct(bill);
    return bill;
  }

  function becomes(bill: ProviderBill, status: Status): void {
    if (OUT.has(bill.status) && !OUT.has(status)) balanceFen += bill.amountFen;
    bill.status = status;
    if (status === 'SENT') letPlayerAct(bill);
  }

  /** Opened soon, opened within hours, or never, and then back after a day. */
  function letPlayerAct(bill: ProviderBill): void {
    const sentAtMs = time.nowMs();
    if (strikes('fails-later')) {
      time.at(sentAtMs + random.between(1_000, 2 * HOUR_MS), () => becomes(bill, 'FAILED'));
    } else if (random.chance(0.75)) {
      const mostMs = random.pick([MINUTE_MS, 20 * MINUTE_MS, 10 * HOUR_MS]);
      time.at(sentAtMs + random.between(1_000, mostMs), () => becomes(bill, 'RECEIVED'));
    } else {
      const backAtMs = sentAtMs + DAY_MS + random.between(0, HOUR_MS);
      time.at(sentAtMs + DAY_MS, () => becomes(bill, 'RFUND_ING'));
      time.at(backAtMs, () => becomes(bill, 'REFUND'));
    }
  }

  function settleLater(order: PayoutOrder, mostMs: number): Fields {
    const bill = accept(order, 'SENDING');
    const status = random.chance(0.6) ? 'SENT' : 'FAILED';
    time.at(time.nowMs() + random.between(1_000, mostMs), () => becomes(bill, status));
    return refusal('PROCESSING');
  }

  function told(fields: Fields, bill: ProviderBill, status: Status): Fields {
    tellings.add(`${bill.billNo} ${status}`);
    return fields;
  }

  function answerAboutKnown(bill: ProviderBill, order: PayoutOrder): Fields {
    if (bill.amountFen !== order.amountFen || bill.recipientId !== order.recipientId) {
      options.onChanged(order);
      return refusal('FATAL_ERROR');
    }
    if (bill.status === 'FAILED') return refusal('SEND_FAILED');
    if (bill.status === 'SENDING') return refusal('PROCESSING');
    return told(sendSuccess(bill), bill, 'SENT');
  }

  return {
    bills,
    told: (billNo, status) => tellings.has(`${billNo} ${status}`),
    isOut: (billNo) => OUT.has(bills.get(billNo)?.status ?? 'FAILED'),

    send(order) {
      const early = refusalBeforeLookUp(order);
      if (early) return refusal(early);
      const known = bills.get(order.billNo);
      if (known) return answerAboutKnown(known, order);
      const refused = refusalOfNew(order);
      if (refused) return refusal(refused);
      if (strikes('processing')) return settleLater(order, 40 * MINUTE_MS);
      if (strikes('sending-for-hours')) return settleLater(order, 20 * HOUR_MS);
      if (strikes('send-failed')) {
        accept(order, 'FAILED');
        return refusal('SEND_FAILED');
      }
      const bill = accept(order, 'SENT');
      if (strikes('send-failed-lie')) return refusal('SEND_FAILED');
      if (strikes('systemerror-paid')) return refusal('SYSTEMERROR');
      const answer = sendSuccess(bill);
      if (strikes('wrong-echo')) return wronglyEchoed(answer, random);
      return told(answer, bill, 'SENT');
    },

    query(billNo) {
      if (strikes('query-systemerror')) return refusal('SYSTEMERROR');
      const bill = bills.get(billNo);
      if (!bill || time.nowMs() < bill.foundFromMs) return refusal('NOT_FOUND');
      const record = queryRecord(bill);
      if (strikes('wrong-echo')) return wronglyEchoed(record, random);
      return told(record, bill, bill.status);
    },

    certificateFault: () => {
      const nowMs = time.nowMs();
      const isExpired = has('certificate-expires') && nowMs >= expiresAtMs && nowMs < replacedAtMs;
      return isExpired && nowMs < calmFromMs ? 'CERTIFICATE_EXPIRED' : null;
    },
    certificateExpiresAtMs: () =>
      has('certificate-expires') && time.nowMs() < expiresAtMs
        ? expiresAtMs
        : startMs + 365 * DAY_MS,
  };
}

function refusal(code: string): Fields {
  return { return_code: 'SUCCESS', result_code: 'FAIL', err_code: code, err_code_des: '成功' };
}

function sendSuccess(bill: ProviderBill): Fields {
  return {
    return_code: 'SUCCESS',
    result_code: 'SUCCESS',
    err_code: 'SUCCESS',
    mch_billno: bill.billNo,
    mch_id: MCH_ID,
    wxappid: WXAPPID,
    re_openid: bill.recipientId,
    total_amount: String(bill.amountFen),
    send_listid: `list${bill.billNo}`,
  };
}

function queryRecord(bill: ProviderBill): Fields {
  return {
    return_code: 'SUCCESS',
    result_code: 'SUCCESS',
    mch_billno: bill.billNo,
    mch_id: MCH_ID,
    status: bill.status,
    total_amount: String(bill.amountFen),
    ...(bill.status === 'REFUND' && { refund_amount: String(bill.amountFen) }),
    ...(bill.status === 'FAILED' && { reason: '' }),
  };
}

/** An answer about somebody else's bill, amount or merchant. */
function wronglyEchoed(fields: Fields, random: Seeded): Fields {
  const field = random.pick(['mch_billno', 'mch_id', 'total_amount']);
  return { ...fields, [field]: field === 'total_amount' ? '1' : '1900000109202611210000000000' };
}

function beijingHour(atMs: number): number {
  return Math.floor(atMs / HOUR_MS + 8) % 24;
}
