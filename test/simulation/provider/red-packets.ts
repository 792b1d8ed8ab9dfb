/*
 * 现金红包 and 小程序红包 as the simulation knows them. They keep bills of their own, send one packet
 * per bill number however often it is asked, and answer in the provider's own fields, which the real
 * readers of the adapter read.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import type { Fields } from '../../../server/adapters/wechatpay/signature';
import type { PayoutOrder } from '../../../server/ports/payout-gateway';
import type { Seeded } from '../engine/seeded';
import type { BillBook, ProviderBill, ProviderTools, Status } from './bills';
import { MCH_ID, MINI_APPID, OFFICIAL_APPID } from './merchant';

export type RedPacketChannel = 'sendredpack' | 'sendminiprogramhb';

export interface RedPackets {
  /** A request has arrived. */
  send(order: PayoutOrder): Fields;
  query(order: PayoutOrder): Fields;
  /** The bill whose packet a package opens; null when it is none. */
  billOf(pass: string): ProviderBill | null;
  /** The player opens the packet on its page. */
  open(bill: ProviderBill): void;
}

export const APPID_OF: Readonly<Record<RedPacketChannel, string>> = {
  sendredpack: OFFICIAL_APPID,
  sendminiprogramhb: MINI_APPID,
};

const PACKAGE = 'packet-of-';

/** @param nightUntilHour null: this merchant may send at night */
export function redPackets(
  tools: ProviderTools,
  book: BillBook,
  channel: RedPacketChannel,
  nightUntilHour: number | null,
): RedPackets {
  const { time, random, strikes, has, calmFromMs } = tools;

  function refusalBeforeLookUp(order: PayoutOrder): string | null {
    if (nightUntilHour !== null && beijingHour(time.nowMs()) < nightUntilHour) {
      return 'TIME_LIMITED';
    }
    if (strikes('sign-error')) return 'SIGN_ERROR';
    if (strikes('freq-limit')) return random.pick(['FREQ_LIMIT', 'SECOND_OVER_LIMITED']);
    if (strikes('code-of-tomorrow')) return 'CODE_OF_TOMORROW';
    if (strikes('systemerror-unpaid')) return 'SYSTEMERROR';
    if (strikes('param-error')) return 'PARAM_ERROR';
    if (strikes('openid-error')) return 'OPENID_ERROR';
    if (!book.bills.has(order.billNo) && !book.canPay(order)) return 'NOTENOUGH';
    return null;
  }

  function refusalOfNew(order: PayoutOrder): string | null {
    const isCalm = time.nowMs() >= calmFromMs;
    const ofPlayer = book.acceptedToday(channel, order.recipientId);
    if (has('player-day-limit') && !isCalm && ofPlayer >= 1) {
      return random.pick(['SENDNUM_LIMIT', 'RCVDAMOUNT_LIMIT']);
    }
    if (has('merchant-day-limit') && !isCalm && book.acceptedToday(channel) >= 4) {
      return random.pick(['SENDAMOUNT_LIMIT', 'DAY_ OVER_LIMITED']);
    }
    return strikes('no-auth') ? 'NO_AUTH' : null;
  }

  function accept(order: PayoutOrder, status: Status): ProviderBill {
    const bill = book.accept(order, status, status !== 'FAILED');
    if (status === 'SENT') letTimePass(bill);
    return bill;
  }

  function becomes(bill: ProviderBill, status: Status): void {
    book.becomes(bill, status, status !== 'FAILED' && status !== 'REFUND');
    if (status === 'SENT') letTimePass(bill);
  }

  /** Opened in the chat soon, within hours, or never; what nobody opens is back after a day. */
  function letTimePass(bill: ProviderBill): void {
    const sentAtMs = time.nowMs();
    const unlessTaken = (status: Status) => () => {
      if (bill.status === 'SENT' || bill.status === 'RFUND_ING') becomes(bill, status);
    };
    if (strikes('fails-later')) {
      time.at(sentAtMs + random.between(1_000, 2 * HOUR_MS), unlessTaken('FAILED'));
    } else if (channel === 'sendredpack' && random.chance(0.75)) {
      const mostMs = random.pick([MINUTE_MS, 20 * MINUTE_MS, 10 * HOUR_MS]);
      time.at(sentAtMs + random.between(1_000, mostMs), () => becomes(bill, 'RECEIVED'));
    } else {
      const backAtMs = sentAtMs + DAY_MS + random.between(0, HOUR_MS);
      time.at(sentAtMs + DAY_MS, unlessTaken('RFUND_ING'));
      time.at(backAtMs, unlessTaken('REFUND'));
    }
  }

  function settleLater(order: PayoutOrder, mostMs: number): Fields {
    const bill = accept(order, 'SENDING');
    const status = random.chance(0.6) ? 'SENT' : 'FAILED';
    time.at(time.nowMs() + random.between(1_000, mostMs), () => becomes(bill, status));
    return refusal('PROCESSING');
  }

  function told(fields: Fields, bill: ProviderBill): Fields {
    book.tell(bill);
    return fields;
  }

  /** A repeat of a success is a success, whatever became of the packet. */
  function answerAboutKnown(bill: ProviderBill, order: PayoutOrder): Fields {
    if (bill.amountFen !== order.amountFen || bill.recipientId !== order.recipientId) {
      tools.onChanged(order);
      return refusal('FATAL_ERROR');
    }
    if (bill.status === 'FAILED') return refusal('SEND_FAILED');
    if (bill.status === 'SENDING') return refusal('PROCESSING');
    book.tell({ ...bill, status: 'SENT' });
    return sendSuccess(bill);
  }

  function sendSuccess(bill: ProviderBill): Fields {
    return {
      return_code: 'SUCCESS',
      result_code: 'SUCCESS',
      err_code: 'SUCCESS',
      mch_billno: bill.billNo,
      mch_id: MCH_ID,
      wxappid: APPID_OF[channel],
      re_openid: bill.recipientId,
      total_amount: String(bill.amountFen),
      send_listid: `list${bill.billNo}`,
      ...(channel === 'sendminiprogramhb' &&
        !strikes('package-missing') && { package: `${PACKAGE}${bill.billNo}` }),
    };
  }

  return {
    send(order) {
      const early = refusalBeforeLookUp(order);
      if (early) return refusal(early);
      const known = book.bills.get(order.billNo);
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
      return strikes('wrong-echo') ? wronglyEchoed(answer, random) : told(answer, bill);
    },

    query({ billNo }) {
      if (strikes('query-systemerror')) return refusal('SYSTEMERROR');
      const bill = book.bills.get(billNo);
      if (!bill || time.nowMs() < bill.foundFromMs) return refusal('NOT_FOUND');
      const record = queryRecord(bill);
      return strikes('wrong-echo') ? wronglyEchoed(record, random) : told(record, bill);
    },

    billOf(pass) {
      const billNo = pass.startsWith(PACKAGE) ? pass.slice(PACKAGE.length) : '';
      return book.bills.get(billNo) ?? null;
    },
    open(bill) {
      if (bill.status === 'SENT') becomes(bill, 'RECEIVED');
    },
  };
}

function refusal(code: string): Fields {
  return { return_code: 'SUCCESS', result_code: 'FAIL', err_code: code, err_code_des: '成功' };
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
