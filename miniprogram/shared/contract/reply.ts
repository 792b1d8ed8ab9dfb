/**
 * What the phone may ask and what the cloud answers, in this folder: types only; both sides compile
 * against them. A request goes to one of three cloud functions, `player`, `organiser` and `cashier`,
 * as `{ action, ...fields }`; unknown fields are refused. Who is asking is never part of a request.
 */
import type { Failure } from '../result';

/** Every answer carries the server's clock, so that countdowns never trust the phone's. */
export type Reply<T> =
  | { readonly ok: true; readonly serverNowMs: number; readonly value: T }
  | { readonly ok: false; readonly serverNowMs: number; readonly failure: Failure };

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Opaque; null when this was the last page. */
  readonly nextCursor: string | null;
}
