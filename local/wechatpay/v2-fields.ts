import type { Fields } from './xml';

/** What the provider's pages say about one request field. `String(n)` is read as n UTF-8 bytes. */
export interface FieldRule {
  readonly name: string;
  readonly required: boolean;
  readonly maxBytes: number;
  readonly shape?: RegExp;
}

const TOKEN = /^[0-9A-Za-z_-]+$/;
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;

const COMMON: readonly FieldRule[] = [
  { name: 'nonce_str', required: true, maxBytes: 32 },
  { name: 'mch_billno', required: true, maxBytes: 28, shape: /^[0-9A-Za-z]+$/ },
  { name: 'mch_id', required: true, maxBytes: 32 },
];

/** Lengths of names and texts are given in characters nowhere; bytes are the careful reading. */
const SEND_FIELDS: readonly FieldRule[] = [
  ...COMMON,
  { name: 'wxappid', required: true, maxBytes: 32 },
  { name: 'send_name', required: true, maxBytes: 32 },
  { name: 're_openid', required: true, maxBytes: 32, shape: TOKEN },
  { name: 'total_amount', required: true, maxBytes: 10, shape: /^[1-9]\d*$/ },
  { name: 'total_num', required: true, maxBytes: 1, shape: /^1$/ },
  { name: 'wishing', required: true, maxBytes: 128 },
  { name: 'act_name', required: true, maxBytes: 32 },
  { name: 'remark', required: true, maxBytes: 256 },
  { name: 'scene_id', required: false, maxBytes: 32, shape: /^PRODUCT_[1-8]$/ },
];

export const SEND_RED_PACK_FIELDS: readonly FieldRule[] = [
  ...SEND_FIELDS,
  { name: 'client_ip', required: true, maxBytes: 15, shape: IPV4 },
  { name: 'risk_info', required: false, maxBytes: 128 },
];

/** No client_ip and no risk_info: there they are unknown fields, which only take part in `sign`. */
export const SEND_MINI_PROGRAM_HB_FIELDS: readonly FieldRule[] = [
  ...SEND_FIELDS,
  { name: 'notify_way', required: true, maxBytes: 32, shape: /^MINI_PROGRAM_JSAPI$/ },
];

export const GET_HB_INFO_FIELDS: readonly FieldRule[] = [
  ...COMMON,
  { name: 'appid', required: true, maxBytes: 32 },
  { name: 'bill_type', required: true, maxBytes: 4, shape: /^MCHT$/ },
];

/** The sentence for the first field that breaks its rule, or null. Empty counts as absent. */
export function fieldFault(fields: Fields, rules: readonly FieldRule[]): string | null {
  for (const rule of rules) {
    const value = fields.get(rule.name) ?? '';
    if (value === '') {
      if (rule.required) return `参数错误:${rule.name}字段必填`;
      continue;
    }
    if (Buffer.byteLength(value) > rule.maxBytes) {
      return `参数错误:${rule.name}字段不能超过${rule.maxBytes}个字节`;
    }
    if (rule.shape && !rule.shape.test(value)) return `参数错误:${rule.name}字段格式不正确`;
  }
  return null;
}
