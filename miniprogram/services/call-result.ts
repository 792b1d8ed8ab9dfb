import type { ErrorCode } from '../shared/error-codes';

/**
 * What can stand in a page's way: a refusal of the cloud, or a call that never came back.
 * OFFLINE: the phone has no network, nothing was sent. NETWORK: the call broke or took too long,
 * and whether the cloud did its part is unknown. WECHAT_TOO_OLD, OTHER_WECHAT_ACCOUNT and
 * WECHAT_REFUSED are WeChat's own pages: they do not exist here, belong to somebody else, or failed.
 */
export type PhoneCode =
  | ErrorCode
  | 'OFFLINE'
  | 'NETWORK'
  | 'WECHAT_TOO_OLD'
  | 'OTHER_WECHAT_ACCOUNT'
  | 'WECHAT_REFUSED';

export interface PhoneFailure {
  readonly code: PhoneCode;
  readonly facts?: Readonly<Record<string, number | string>>;
}

export type CallResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: PhoneFailure };

/** Whether asking again can change the answer; every other refusal is final. */
export function isPassing(failure: PhoneFailure): boolean {
  return ['OFFLINE', 'NETWORK', 'BUSY', 'INTERNAL', 'PROVIDER_UNAVAILABLE'].includes(failure.code);
}
