import { randomBytes } from 'node:crypto';
import { XML_HEADERS } from '../api';
import { beijingRfc3339, beijingText } from '../beijing';
import type { SignatureFault } from '../failures';
import type { Memory } from '../memory';
import type { Merchant } from '../merchant';
import type { Order, Refund } from '../orders/order';
import { paymentOf } from '../orders/query-order';
import { signFields } from '../signature';
import type { Transfer } from '../transfers/transfer';
import { v3Headers } from '../transfers/v3-signature';
import { writeXml, type XmlField } from '../xml';
import type { Callback, CallbackFault, Delivery } from './callback';
import { encryptGcm, encryptReqInfo, tampered } from './encryption';

/** With whose name and keys the provider speaks. */
export interface Sender {
  readonly merchant: Pick<Merchant, 'mchId' | 'miniAppid' | 'apiKey' | 'apiV3Key'>;
  readonly key: () => { readonly serial: string; readonly privateKeyPem: string };
  readonly foreignKeyPem: string;
}

type Fault = CallbackFault['fault'] | null;

/** Writes the message of a callback from what memory knows of its bill, order or refund. */
export function createComposer(memory: Pick<Memory, 'transfers' | 'orders'>, sender: Sender) {
  return (callback: Callback, atMs: number, planned: CallbackFault | null): Delivery => {
    const fault = planned?.fault ?? null;
    const { event, no } = callback;
    const transfer = event === 'transfer-finished' ? memory.transfers.get(no) : null;
    if (transfer) return transferMessage(sender, callback, transfer, atMs, fault);
    const refund = event === 'refund-ended' ? memory.orders.refund(no) : null;
    const order = memory.orders.get(refund?.outTradeNo ?? no);
    if (!order) throw new Error(`nothing is known of ${event} ${no}`);
    return refund
      ? refundMessage(sender, callback, order, refund, fault)
      : orderMessage(sender, callback, order, fault);
  };
}

/** MCHTRANSFER.BILL.FINISHED (page 4012712115): encrypted inside, signed outside, at `atMs`. */
function transferMessage(
  sender: Sender,
  { id, url }: Callback,
  transfer: Transfer,
  atMs: number,
  fault: Fault,
): Delivery {
  const nonce = randomBytes(6).toString('hex');
  const sealing = { apiV3Key: sender.merchant.apiV3Key, nonce, associatedData: 'mch_payment' };
  const ciphertext = encryptGcm(JSON.stringify(bill(sender, transfer, fault)), sealing);
  const body = Buffer.from(
    JSON.stringify({
      id,
      create_time: beijingRfc3339(transfer.updatedAtMs),
      event_type: 'MCHTRANSFER.BILL.FINISHED',
      resource_type: 'encrypt-resource',
      summary: '商家转账单据终态通知',
      resource: {
        original_type: 'mch_payment',
        algorithm: 'AEAD_AES_256_GCM',
        ciphertext: fault === 'tampered-ciphertext' ? tampered(ciphertext) : ciphertext,
        associated_data: sealing.associatedData,
        nonce,
      },
    }),
  );
  const headers = v3Headers(body, {
    atMs,
    nonce: randomBytes(16).toString('hex'),
    key: sender.key(),
    foreignKeyPem: sender.foreignKeyPem,
    fault: fault === null ? null : (SIGNATURE_FAULTS[fault] ?? null),
  });
  return { url, headers, body };
}

const SIGNATURE_FAULTS: Partial<Record<CallbackFault['fault'], SignatureFault>> = {
  'forged-signature': 'forged',
  'old-timestamp': 'old-timestamp',
  probe: 'probe',
};

function bill(sender: Sender, transfer: Transfer, fault: Fault): object {
  return {
    out_bill_no: transfer.outBillNo,
    transfer_bill_no: transfer.transferBillNo,
    state: transfer.state,
    mch_id: sender.merchant.mchId,
    transfer_amount: oneMoreIf(fault, transfer.amountFen),
    openid: transfer.openid,
    ...(transfer.failReason !== null && { fail_reason: transfer.failReason }),
    create_time: beijingRfc3339(transfer.createdAtMs),
    update_time: beijingRfc3339(transfer.updatedAtMs),
  };
}

/** 支付结果通知: flat XML, signed with the sign_type of the order. */
function orderMessage(sender: Sender, { url }: Callback, order: Order, fault: Fault): Delivery {
  const totalFen = oneMoreIf(fault, order.totalFen);
  const fields: XmlField[] = [
    ['return_code', 'SUCCESS'],
    ['result_code', 'SUCCESS'],
    ['appid', sender.merchant.miniAppid],
    ['mch_id', sender.merchant.mchId],
    ['nonce_str', randomBytes(16).toString('hex')],
    ...(order.signType === 'MD5' ? [] : ([['sign_type', order.signType]] satisfies XmlField[])),
    ['out_trade_no', order.outTradeNo],
    ...(order.attach === '' ? [] : ([['attach', order.attach]] satisfies XmlField[])),
    ['total_fee', totalFen],
    ...paymentOf({ ...order, totalFen }),
  ];
  const isForged = fault === 'forged-signature' || fault === 'tampered-ciphertext';
  const apiKey = isForged ? 'f'.repeat(32) : sender.merchant.apiKey;
  const texts = fields.map(([name, value]) => [name, String(value)] as const);
  const sign = signFields(texts, apiKey, order.signType);
  return { url, headers: XML_HEADERS, body: Buffer.from(writeXml([...fields, ['sign', sign]])) };
}

/** 退款结果通知: no signature; only who knows the API key can write or read req_info. */
function refundMessage(
  sender: Sender,
  { url }: Callback,
  order: Order,
  refund: Refund,
  fault: Fault,
): Delivery {
  const info: XmlField[] = [
    ['transaction_id', order.transactionId ?? ''],
    ['out_trade_no', order.outTradeNo],
    ['refund_id', refund.refundId],
    ['out_refund_no', refund.outRefundNo],
    ['total_fee', order.totalFen],
    ['refund_fee', oneMoreIf(fault, refund.amountFen)],
    ['settlement_refund_fee', oneMoreIf(fault, refund.amountFen)],
    ['refund_status', refund.status],
    ['success_time', refund.status === 'SUCCESS' ? beijingText(refund.endedAtMs ?? 0) : ''],
    ['refund_recv_accout', '支付用户零钱'],
    ['refund_account', 'REFUND_SOURCE_UNSETTLED_FUNDS'],
    ['refund_request_source', 'API'],
  ];
  const xml = writeXml(info).replace('<xml>', '<root>').replace('</xml>', '</root>');
  const apiKey = fault === 'forged-signature' ? 'f'.repeat(32) : sender.merchant.apiKey;
  const reqInfo = encryptReqInfo(xml, apiKey);
  const fields: XmlField[] = [
    ['return_code', 'SUCCESS'],
    ['appid', sender.merchant.miniAppid],
    ['mch_id', sender.merchant.mchId],
    ['nonce_str', randomBytes(16).toString('hex')],
    ['req_info', fault === 'tampered-ciphertext' ? tampered(reqInfo) : reqInfo],
  ];
  return { url, headers: XML_HEADERS, body: Buffer.from(writeXml(fields)) };
}

function oneMoreIf(fault: Fault, fen: number): number {
  return fault === 'wrong-amount' ? fen + 1 : fen;
}
