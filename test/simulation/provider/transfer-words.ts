/* How 商家转账 speaks: its states, its errors, and what a package_info says of itself. */
import type { V3Answer } from '../../../server/adapters/wechatpay/v3/call';

/** Spelled as they are. */
export type State =
  | 'ACCEPTED'
  | 'PROCESSING'
  | 'WAIT_USER_CONFIRM'
  | 'TRANSFERING'
  | 'SUCCESS'
  | 'FAIL'
  | 'CANCELING'
  | 'CANCELLED';

/** What is looked at of a request; a repeat is compared as a whole. */
export interface Asked {
  readonly out_bill_no: string;
  readonly openid: string;
  readonly transfer_amount: number;
}

/** Every text is a lie, because none may decide anything; but for the one that names the address. */
export function refusal(code: string, message = '成功'): V3Answer {
  return { kind: 'error', code, message };
}

export function success(json: object): V3Answer {
  return { kind: 'success', json };
}

export function passFor(billNo: string, atMs: number): string {
  return `info:${billNo}:${atMs}`;
}

export function passOf(pass: string): { readonly billNo: string; readonly atMs: number } | null {
  const match = /^info:(\w+):(\d+)$/.exec(pass);
  return match ? { billNo: match[1]!, atMs: Number(match[2]) } : null;
}
