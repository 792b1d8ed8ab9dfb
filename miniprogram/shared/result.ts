import type { ErrorCode } from './error-codes';

/** What a person can cause or fix: a code, and the figures its sentence needs. Never prose. */
export interface Failure {
  readonly code: ErrorCode;
  /** Figures for the sentence: instants end in AtMs, amounts in Fen. */
  readonly facts?: Readonly<Record<string, number | string>>;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

export function success<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function failure<T = never>(code: ErrorCode, facts?: Failure['facts']): Result<T> {
  return { ok: false, failure: facts ? { code, facts } : { code } };
}
