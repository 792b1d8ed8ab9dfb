import type { Unknown } from '../../../ports/order-gateway';
import { agrees, errorCodeOf, type Reply, replyOf, succeeded } from '../call';
import type { XmlAnswer } from '../post-xml';
import type { Fields } from '../signature';
import type { OrderMerchant } from './merchant';

/** What an answer of the order interfaces says, once it is proven to be about this merchant. */
export type OrderReply =
  | { readonly kind: 'success'; readonly fields: Fields }
  | { readonly kind: 'error'; readonly code: string }
  | Unknown;

/**
 * Unlike red packet answers these are always signed, except for `return_code` FAIL, which says
 * nothing that could be used. An answer that names another merchant or app proves nothing.
 */
export function readReply(answer: XmlAnswer, merchant: OrderMerchant): OrderReply {
  const reply: Reply = replyOf(answer, merchant.apiKey);
  if (reply.kind === 'unknown') return reply;
  const { fields } = reply;
  if (fields['return_code'] !== 'SUCCESS') return { kind: 'unknown', code: errorCodeOf(fields) };
  if (!fields['sign']) return { kind: 'unknown', code: 'UNSIGNED', alert: 'bad-signature' };
  const isOurs =
    agrees(fields, 'mch_id', merchant.mchId) && agrees(fields, 'appid', merchant.appid);
  if (!isOurs) return mismatch();
  return succeeded(fields)
    ? { kind: 'success', fields }
    : { kind: 'error', code: errorCodeOf(fields) };
}

/** Genuine, but about something else than was asked. */
export function mismatch(): Unknown {
  return { kind: 'unknown', code: 'MISMATCH', alert: 'mismatch' };
}
