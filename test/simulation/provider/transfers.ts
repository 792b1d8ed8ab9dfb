/*
 * 商家转账 as the simulation knows it:
 *
 *   ACCEPTED ─ PROCESSING ─ WAIT_USER_CONFIRM ─ TRANSFERING ─ SUCCESS
 *        └─────────┴──────────────┴───┴──────────── FAIL
 *        └─────────┴──────────────┴─ CANCELING ─ CANCELLED
 *
 * One bill per out_bill_no however often it is asked; a repeat with another body is refused; money is
 * locked from WAIT_USER_CONFIRM on. It reads the adapter's own bodies and answers what its readers read.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import type { V3Answer } from '../../../server/adapters/wechatpay/v3/call';
import type { BillBook, ProviderBill, ProviderTools, Status } from './bills';
import { MCH_ID, MINI_APPID } from './merchant';
import { type Asked, passFor, passOf, refusal, type State, success } from './transfer-words';

export interface Transfers {
  create(body: string): V3Answer;
  query(billNo: string): V3Answer;
  cancel(billNo: string): V3Answer;
  /** The bill that a package_info stands for; null when it is none of ours. */
  billOf(pass: string): ProviderBill | null;
  /** Whether the page still takes a package_info of this age. */
  isFresh(pass: string): boolean;
  /** The player's two buttons on WeChat's page; nothing happens when the bill does not wait. */
  confirm(bill: ProviderBill): void;
  decline(bill: ProviderBill): void;
}

interface Transfer {
  readonly bill: ProviderBill;
  readonly body: string;
  state: State;
  failReason: string | null;
  updatedAtMs: number;
}

export interface TransferListeners {
  /** A bill was made; its record as a query would tell it. */
  readonly onMade: (record: object) => void;
  /** A bill has ended; its record is told once it is asked for. */
  readonly onFinished: (tell: () => object) => void;
}

const CONFIRM_WITHIN_MS = DAY_MS;
/** Where a world has this fault, the page refuses what is older. */
const PASS_LASTS_MS = 15 * MINUTE_MS;
const CLOSED: ReadonlySet<string> = new Set(['OVERDUE_CLOSE']);
const FAILS_AT_ONCE = [
  'TRANSFER_RISK',
  'OPENID_INVALID',
  'BUDGET_NOT_ENOUGH',
  'PRODUCT_AUTH_CHECK_FAIL',
  'A_REASON_OF_TOMORROW',
];
const FAILS_ONCE_CONFIRMED = ['PAYEE_ACCOUNT_ABNORMAL', 'REALNAME_ACCOUNT_RECEIVED_QUOTA_EXCEED'];

export function transfers(
  tools: ProviderTools,
  book: BillBook,
  { onMade, onFinished }: TransferListeners,
): Transfers {
  const { time, random, strikes, has, calmFromMs } = tools;
  const known = new Map<string, Transfer>();

  function becomes(transfer: Transfer, state: State, failReason: string | null = null): void {
    transfer.state = state;
    transfer.failReason = failReason;
    transfer.updatedAtMs = time.nowMs();
    const { bill } = transfer;
    const holds = state === 'CANCELING' ? bill.holdsMoney : HOLDS_MONEY.has(state);
    book.becomes(bill, statusOf(transfer), holds);
    if (state === 'WAIT_USER_CONFIRM') closeAfterADay(transfer);
    if (FINAL.has(state)) onFinished(() => told(transfer));
  }

  function later(mostMs: number, happen: () => void): void {
    time.at(time.nowMs() + random.between(500, mostMs), happen);
  }

  /** Waiting for its player, or for money: nothing waits for ever. */
  function closeAfterADay(transfer: Transfer): void {
    time.at(time.nowMs() + CONFIRM_WITHIN_MS, () => {
      if (WAITING.has(transfer.state)) becomes(transfer, 'FAIL', 'OVERDUE_CLOSE');
    });
  }

  function errorBeforeLookUp(): V3Answer | null {
    if (strikes('unsigned-answer')) {
      return { kind: 'unknown', code: 'BAD_SIGNATURE', alert: 'bad-signature' };
    }
    if (strikes('sign-error')) return refusal('SIGN_ERROR');
    if (strikes('ip-not-allowed')) return refusal('INVALID_REQUEST', '此IP地址不允许调用该接口');
    if (strikes('freq-limit')) return refusal(random.pick(RATE_CODES));
    if (strikes('code-of-tomorrow')) return refusal('CODE_OF_TOMORROW');
    if (strikes('systemerror-unpaid')) return refusal('SYSTEM_ERROR');
    if (strikes('param-error')) return refusal(random.pick(['PARAM_ERROR', 'INVALID_REQUEST']));
    return strikes('no-auth') ? refusal('NO_AUTH') : null;
  }

  function opened(asked: Asked, body: string): Transfer {
    const { out_bill_no: billNo, openid: recipientId, transfer_amount: amountFen } = asked;
    const order = { ...PARTICULARS, billNo, recipientId, amountFen };
    const bill = book.accept(order, 'SENDING', false);
    const updatedAtMs = time.nowMs();
    const transfer: Transfer = { bill, body, state: 'ACCEPTED', failReason: null, updatedAtMs };
    known.set(billNo, transfer);
    if (strikes('transfer-fails')) becomes(transfer, 'FAIL', random.pick(FAILS_AT_ONCE));
    else if (!book.canPay(bill) || strikes('locks-slowly')) lockLater(transfer);
    else becomes(transfer, 'WAIT_USER_CONFIRM');
    onMade(recordOf(transfer));
    return transfer;
  }

  /** Half of them go on by themselves; the others only when the same bill is sent again. */
  function lockLater(transfer: Transfer): void {
    becomes(transfer, random.pick(['ACCEPTED', 'PROCESSING']));
    closeAfterADay(transfer);
    if (random.chance(0.5)) later(20 * MINUTE_MS, () => lock(transfer));
  }

  function lock(transfer: Transfer): void {
    if (UNLOCKED.has(transfer.state) && book.canPay(transfer.bill)) {
      becomes(transfer, 'WAIT_USER_CONFIRM');
    }
  }

  /** A repeat makes a bill without money go on, unless it still is one of the slow ones. */
  function repeated(transfer: Transfer, body: string): V3Answer {
    if (transfer.body !== body) {
      tools.onChanged({ ...PARTICULARS, ...transfer.bill });
      return refusal('INVALID_REQUEST');
    }
    if (!strikes('locks-slowly')) lock(transfer);
    return created(transfer);
  }

  function created(transfer: Transfer): V3Answer {
    const { bill, state, failReason } = transfer;
    const answer = {
      out_bill_no: strikes('wrong-echo') ? '1900000109202611210000000000' : bill.billNo,
      transfer_bill_no: `transfer${bill.billNo}`,
      state,
      ...(failReason !== null && { fail_reason: failReason }),
      ...(state === 'WAIT_USER_CONFIRM' && { package_info: passFor(bill.billNo, time.nowMs()) }),
    };
    if (answer.out_bill_no === bill.billNo) book.tell(bill);
    return success(answer);
  }

  function told(transfer: Transfer): object {
    book.tell(transfer.bill);
    return recordOf(transfer);
  }

  function recordOf({ bill, state, failReason, updatedAtMs }: Transfer): object {
    return {
      mch_id: MCH_ID,
      out_bill_no: bill.billNo,
      transfer_bill_no: `transfer${bill.billNo}`,
      appid: MINI_APPID,
      state,
      transfer_amount: bill.amountFen,
      ...(failReason !== null && { fail_reason: failReason }),
      openid: bill.recipientId,
      update_time: new Date(updatedAtMs).toISOString(),
    };
  }

  function cancelled(transfer: Transfer): void {
    becomes(transfer, 'CANCELING');
    // Accepted is not done: the player may have been faster.
    const wins = strikes('cancel-too-late');
    later(strikes('cancel-takes-hours') ? 10 * HOUR_MS : MINUTE_MS, () => {
      if (wins && transfer.bill.holdsMoney) becomes(transfer, 'SUCCESS');
      else becomes(transfer, 'CANCELLED');
    });
  }

  const waits = ({ billNo }: ProviderBill) =>
    known.get(billNo)?.state === 'WAIT_USER_CONFIRM' ? known.get(billNo)! : null;

  return {
    create(body) {
      const early = errorBeforeLookUp();
      if (early) return early;
      const asked = JSON.parse(body) as Asked;
      const transfer = known.get(asked.out_bill_no);
      if (transfer) return repeated(transfer, body);
      const isShort = !book.canPay({ channel: 'transfer-bills', amountFen: asked.transfer_amount });
      if (isShort && random.chance(0.5)) return refusal('NOT_ENOUGH');
      const made = opened(asked, body);
      return strikes('systemerror-paid') ? refusal('SYSTEM_ERROR') : created(made);
    },

    query(billNo) {
      if (strikes('query-systemerror')) return refusal('SYSTEM_ERROR');
      const transfer = known.get(billNo);
      if (!transfer || time.nowMs() < transfer.bill.foundFromMs) {
        return refusal(random.pick(['NOT_FOUND', 'RESOURCE_NOT_EXISTS']));
      }
      if (strikes('wrong-echo')) {
        const [field, value] = random.pick(WRONG_FIELDS);
        return success({ ...recordOf(transfer), [field]: value });
      }
      return success(told(transfer));
    },

    cancel(billNo) {
      const transfer = known.get(billNo);
      if (!transfer) return refusal('NOT_FOUND');
      if (WAITING.has(transfer.state)) cancelled(transfer);
      else if (!CANCELS.has(transfer.state)) return refusal('INVALID_REQUEST');
      return success({ out_bill_no: billNo, state: transfer.state });
    },

    billOf: (pass) => known.get(passOf(pass)?.billNo ?? '')?.bill ?? null,
    isFresh(pass) {
      const issuedAtMs = passOf(pass)?.atMs ?? 0;
      const isOld = has('passes-age') && time.nowMs() - issuedAtMs > PASS_LASTS_MS;
      return !isOld || time.nowMs() >= calmFromMs;
    },

    confirm(bill) {
      const transfer = waits(bill);
      if (!transfer) return;
      becomes(transfer, 'TRANSFERING');
      const fails = strikes('confirmed-fails');
      later(strikes('transfers-for-hours') ? 20 * HOUR_MS : MINUTE_MS, () => {
        if (fails) becomes(transfer, 'FAIL', random.pick(FAILS_ONCE_CONFIRMED));
        else becomes(transfer, 'SUCCESS');
      });
    },

    decline(bill) {
      const transfer = waits(bill);
      if (transfer) becomes(transfer, 'FAIL', 'OTHER_FAIL_REASON_TYPE');
    },
  };
}

const RATE_CODES = ['FREQUENCY_LIMITED', 'FREQUENCY_LIMIT_EXCEED', 'RATELIMIT_EXCEEDED'];
const WRONG_FIELDS: readonly (readonly [string, unknown])[] = [
  ['mch_id', '1900000999'],
  ['out_bill_no', '1900000109202611210000000000'],
  ['transfer_amount', 1],
  ['openid', 'o-somebody-else'],
  ['appid', 'wx9999999999999999'],
];
const PARTICULARS = {
  channel: 'transfer-bills',
  senderName: '',
  greeting: '',
  campaignTitle: '',
} as const;
const UNLOCKED: ReadonlySet<State> = new Set<State>(['ACCEPTED', 'PROCESSING']);
const WAITING: ReadonlySet<State> = new Set<State>([...UNLOCKED, 'WAIT_USER_CONFIRM']);
const CANCELS: ReadonlySet<State> = new Set<State>(['CANCELING', 'CANCELLED']);
const FINAL: ReadonlySet<State> = new Set<State>(['SUCCESS', 'FAIL', 'CANCELLED']);

/** A bill that is being cancelled holds what it held. */
const HOLDS_MONEY: ReadonlySet<State> = new Set<State>([
  'WAIT_USER_CONFIRM',
  'TRANSFERING',
  'SUCCESS',
]);

function statusOf({ state, failReason }: Transfer): Status {
  switch (state) {
    case 'ACCEPTED':
    case 'PROCESSING':
      return 'SENDING';
    case 'WAIT_USER_CONFIRM':
    case 'TRANSFERING':
      return 'SENT';
    case 'SUCCESS':
      return 'RECEIVED';
    case 'CANCELING':
      return 'RFUND_ING';
    case 'CANCELLED':
      return 'REFUND';
    case 'FAIL':
      return CLOSED.has(failReason ?? '') ? 'REFUND' : 'FAILED';
  }
}
