import { constants, privateDecrypt } from 'node:crypto';
import type { TransferOrder } from './transfer';

export interface RequestFault {
  readonly code: 'PARAM_ERROR' | 'INVALID_REQUEST';
  readonly message: string;
}

/** The fields of 发起转账, without their meaning: types, presence, lengths, shapes. */
export type RequestReading =
  | { readonly order: TransferOrder; readonly fault: null }
  | { readonly order: null; readonly fault: RequestFault };

type Json = Readonly<Record<string, unknown>>;

class Misshapen extends Error {}

/**
 * Reads the body of 发起转账 (page 4012716434). `decrypt` opens user_name, or gives null when it was
 * not encrypted for this provider.
 */
export function readTransferRequest(
  body: Buffer,
  decrypt: (userName: string) => string | null,
): RequestReading {
  try {
    return { order: readOrder(jsonObject(body), decrypt), fault: null };
  } catch (error) {
    if (!(error instanceof Misshapen)) throw error;
    return { order: null, fault: { code: 'PARAM_ERROR', message: error.message } };
  }
}

/** Opens RSA-OAEP (SHA-1), base64; null when it does not open. */
export function decryptOaep(text: string, privateKeyPem: string): string | null {
  const key = { key: privateKeyPem, padding: constants.RSA_PKCS1_OAEP_PADDING };
  try {
    return privateDecrypt(key, Buffer.from(text, 'base64')).toString('utf8');
  } catch {
    return null;
  }
}

function jsonObject(body: Buffer): Json {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (isObject(value)) return value;
  } catch {
    // Answered below: to the caller, text that is no JSON and JSON that is no object are the same.
  }
  throw new Misshapen('请求体不是合法的JSON');
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readOrder(json: Json, decrypt: (userName: string) => string | null): TransferOrder {
  const encrypted = optional(json, 'user_name', 1_024);
  const userName = encrypted === null ? null : decrypt(encrypted);
  if (encrypted !== null && userName === null) throw new Misshapen('user_name解密失败');
  return {
    appid: required(json, 'appid', 32),
    outBillNo: required(json, 'out_bill_no', 32, /^[0-9A-Za-z]+$/),
    sceneId: required(json, 'transfer_scene_id', 36),
    openid: required(json, 'openid', 64, /^[0-9A-Za-z_-]+$/),
    userName,
    amountFen: fen(json, 'transfer_amount'),
    remark: required(json, 'transfer_remark', 32),
    notifyUrl: optional(json, 'notify_url', 256, NOTIFY_URL),
    perception: optional(json, 'user_recv_perception', 32) ?? '活动奖励',
    reports: reports(json['transfer_scene_report_infos']),
    style: style(json['user_recv_style']),
  };
}

/** Public HTTPS in the real world; here also a server of this machine. Never with a query. */
export const NOTIFY_URL = /^(?:https:\/\/|http:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?\/)[^?#\s]+$/;

function required(json: Json, name: string, charactersMax: number, shape?: RegExp): string {
  const value = optional(json, name, charactersMax, shape);
  if (value === null) throw new Misshapen(`参数错误:${name}字段必填`);
  return value;
}

function optional(json: Json, name: string, charactersMax: number, shape?: RegExp): string | null {
  const value = json[name];
  if (value === undefined || value === '') return null;
  if (typeof value !== 'string') throw new Misshapen(`参数错误:${name}字段类型不正确`);
  if ([...value].length > charactersMax) {
    throw new Misshapen(`参数错误:${name}字段不能超过${charactersMax}个字符`);
  }
  if (shape && !shape.test(value)) throw new Misshapen(`参数错误:${name}字段格式不正确`);
  return value;
}

function fen(json: Json, name: string): number {
  const value = json[name];
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw new Misshapen(`参数错误:${name}字段应为正整数`);
}

const REPORT_TYPES = ['奖励说明', '活动名称'];

/** Of scene 1000: exactly these two, in any order. */
function reports(value: unknown): TransferOrder['reports'] {
  const items = Array.isArray(value) ? value.filter(isObject) : [];
  const read = items.map((item) => ({
    infoType: required(item, 'info_type', 15),
    infoContent: required(item, 'info_content', 32),
  }));
  const types = read.map(({ infoType }) => infoType).sort();
  if (types.join() !== REPORT_TYPES.join()) throw new Misshapen('需传入转账场景报备信息');
  return read;
}

/** Without one the page is the plain one. */
function style(value: unknown): TransferOrder['style'] {
  if (value === undefined) return 'CONFIRM_PAGE';
  const type = isObject(value) ? value['type'] : undefined;
  if (type === 'CONFIRM_PAGE' || type === 'RED_PACKET') return type;
  throw new Misshapen('参数错误:user_recv_style字段格式不正确');
}
