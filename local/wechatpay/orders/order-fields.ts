import { NOTIFY_URL } from '../transfers/transfer-request';
import type { FieldRule } from '../v2-fields';

const AMOUNT = /^[1-9]\d*$/;
const NUMBER = /^[0-9A-Za-z_\-|*]+$/;
const DIGITS_14 = /^\d{14}$/;

const COMMON: readonly FieldRule[] = [
  { name: 'appid', required: true, maxBytes: 32 },
  { name: 'mch_id', required: true, maxBytes: 32 },
  { name: 'nonce_str', required: true, maxBytes: 32 },
];
const OUT_TRADE_NO = { name: 'out_trade_no', maxBytes: 32, shape: NUMBER } as const;

export const UNIFIED_ORDER_FIELDS: readonly FieldRule[] = [
  ...COMMON,
  { ...OUT_TRADE_NO, required: true },
  { name: 'body', required: true, maxBytes: 128 },
  { name: 'total_fee', required: true, maxBytes: 10, shape: AMOUNT },
  { name: 'spbill_create_ip', required: true, maxBytes: 64 },
  { name: 'notify_url', required: true, maxBytes: 256, shape: NOTIFY_URL },
  { name: 'trade_type', required: true, maxBytes: 16, shape: /^JSAPI$/ },
  { name: 'openid', required: true, maxBytes: 128, shape: /^[0-9A-Za-z_-]+$/ },
  { name: 'device_info', required: false, maxBytes: 32 },
  { name: 'detail', required: false, maxBytes: 6_000 },
  { name: 'attach', required: false, maxBytes: 127 },
  { name: 'fee_type', required: false, maxBytes: 16, shape: /^CNY$/ },
  { name: 'time_start', required: false, maxBytes: 14, shape: DIGITS_14 },
  { name: 'time_expire', required: false, maxBytes: 14, shape: DIGITS_14 },
  { name: 'goods_tag', required: false, maxBytes: 32 },
  { name: 'product_id', required: false, maxBytes: 32 },
  { name: 'limit_pay', required: false, maxBytes: 32 },
  { name: 'receipt', required: false, maxBytes: 8 },
  { name: 'scene_info', required: false, maxBytes: 256 },
  { name: 'profit_sharing', required: false, maxBytes: 16, shape: /^[YN]$/ },
];

export const ORDER_QUERY_FIELDS: readonly FieldRule[] = [
  ...COMMON,
  { ...OUT_TRADE_NO, required: false },
  { name: 'transaction_id', required: false, maxBytes: 32 },
];

export const CLOSE_ORDER_FIELDS: readonly FieldRule[] = [
  ...COMMON,
  { ...OUT_TRADE_NO, required: true },
];

export const REFUND_FIELDS: readonly FieldRule[] = [
  ...ORDER_QUERY_FIELDS,
  { name: 'out_refund_no', required: true, maxBytes: 64, shape: /^[0-9A-Za-z_\-|*@]+$/ },
  { name: 'total_fee', required: true, maxBytes: 10, shape: AMOUNT },
  { name: 'refund_fee', required: true, maxBytes: 10, shape: AMOUNT },
  { name: 'refund_desc', required: false, maxBytes: 80 },
  { name: 'refund_account', required: false, maxBytes: 30 },
  { name: 'notify_url', required: false, maxBytes: 256, shape: NOTIFY_URL },
];

export const REFUND_QUERY_FIELDS: readonly FieldRule[] = [
  ...ORDER_QUERY_FIELDS,
  { name: 'out_refund_no', required: false, maxBytes: 64 },
  { name: 'refund_id', required: false, maxBytes: 32 },
];
