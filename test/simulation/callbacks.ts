/*
 * What the provider tells without being asked: on time, before the answer it follows from, late, twice,
 * or never; and what others write in its name. One that is not acknowledged is repeated.
 */
import { HOUR_MS, MINUTE_MS } from '../../miniprogram/shared/beijing-time';
import { seeded } from './engine/seeded';
import type { CallbackName, Functions } from './functions';
import { codeOf, type ProviderOrder, type ProviderRefund, transactionOf } from './provider/orders';
import { type Notice, orderNotice, refundNotice, transferNotice } from './provider/seals';
import type { World } from './world';

/** 0 s, then 15 s ten times, and ever more seldom; it gives up after a day and lets itself be asked. */
const REPEATS_MS = [15_000, 15_000, 15_000, 5 * MINUTE_MS, 5 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS];

/** Whoever knows the address may write to it, in every world. */
const FORGED = 0.1;
/** The provider promises no moment, fault or not. */
const LATE = 0.1;

export function startCallbacks(world: World, functions: Functions): void {
  const { time, strikes } = world;
  const random = seeded(`callbacks ${world.plan.seed}`);

  function firstAfterMs(): number {
    if (strikes('notice-early')) return 0;
    return strikes('notice-late') || random.chance(LATE)
      ? random.between(MINUTE_MS, 26 * HOUR_MS)
      : random.between(50, 3_000);
  }

  /** `write` makes it anew each time, because a signature is of its moment. */
  function deliver(
    name: CallbackName,
    write: () => Notice,
    attempt: number,
    afterMs: number,
  ): void {
    time.at(time.nowMs() + afterMs, () => {
      functions.callback(name, write()).then((isDone) => {
        const againAfterMs = REPEATS_MS[attempt];
        if (isDone || againAfterMs === undefined) return;
        deliver(name, write, attempt + 1, againAfterMs);
      }, world.judge.noteThrown);
    });
  }

  function tell(name: CallbackName, write: () => Notice): void {
    if (strikes('notice-lost')) return;
    const times = strikes('notice-twice') ? 2 : 1;
    for (let n = 0; n < times; n += 1) deliver(name, write, 0, firstAfterMs());
  }

  const soon = () => random.between(100, 10 * MINUTE_MS);

  /** The forger knows a bill's particulars, and writes what nobody said. */
  function forgeTransfer(record: object): void {
    const state = random.pick(['SUCCESS', 'FAIL', 'CANCELLED']);
    const forged = { ...record, state, fail_reason: 'OTHER_FAIL_REASON_TYPE' };
    deliver('transfer', () => transferNotice(forged, time.nowMs(), true), 0, soon());
  }

  world.onTransfers({
    onMade: (record) => {
      if (random.chance(FORGED)) forgeTransfer(record);
    },
    onFinished: (told) => tell('transfer', () => transferNotice(told(), time.nowMs(), false)),
  });

  world.onOrders({
    onOrderMade: (order) => {
      if (!random.chance(FORGED)) return;
      const forged = paymentOf({ ...order, paidAtMs: time.nowMs() });
      deliver('order', () => orderNotice(forged, true), 0, soon());
    },
    onOrderPaid: (order) => {
      tell('order', () => orderNotice(paymentOf(order), false));
      if (!random.chance(FORGED)) return;
      // Signed, and still about another amount: books are not kept by what a notice says.
      const other = { ...paymentOf(order), total_fee: String(order.amountFen + 500) };
      deliver('order', () => orderNotice(other, false), REPEATS_MS.length, 0);
    },
    onRefund: (refund) => {
      tell('refund', () => refundNotice(endingOf(refund), false));
      if (!random.chance(FORGED)) return;
      const forged = { ...endingOf(refund), refund_status: 'REFUNDCLOSE' };
      deliver('refund', () => refundNotice(forged, true), 0, soon());
    },
  });
}

function paymentOf(order: ProviderOrder) {
  return {
    out_trade_no: order.orderNo,
    transaction_id: transactionOf(order),
    openid: order.payerOpenid,
    total_fee: String(order.amountFen),
    fee_type: 'CNY',
    time_end: digitsOf(order.paidAtMs),
  };
}

function endingOf({ orderNo, orderAmountFen, refundNo, amountFen, status }: ProviderRefund) {
  return {
    out_trade_no: orderNo,
    total_fee: String(orderAmountFen),
    out_refund_no: refundNo,
    refund_fee: String(amountFen),
    refund_status: status === 'PROCESSING' ? 'PROCESSING' : codeOf(status),
  };
}

/** '20261121200509' in Beijing. */
function digitsOf(atMs: number): string {
  return new Date(atMs + 8 * HOUR_MS).toISOString().replace(/\D/g, '').slice(0, 14);
}
