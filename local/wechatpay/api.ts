import type { IncomingHttpHeaders } from 'node:http';
import type { Failure } from './failures';

/** One call as the server read it. */
export interface ApiRequest {
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
  /** With it: what a v3 signature covers. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly remoteAddress: string;
  /** Null when it was larger than the server reads. */
  readonly body: Buffer | null;
  /** The merchant number of a valid client certificate. */
  readonly provenMchId: string | null;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What goes out, and how the connection misbehaves while it does. */
export interface ApiAnswer {
  readonly http: HttpAnswer;
  readonly failure: Failure | null;
}

/** Null for a path that is none of its own. */
export type Api = (request: ApiRequest) => ApiAnswer | null;

/** What was called and what the caller heard. No secrets and no recipients. */
export interface RecordedCall {
  /** Of a v3 call its template: …/out-bill-no/{out_bill_no}. */
  readonly path: string;
  /** mch_billno, out_bill_no, out_trade_no or out_refund_no. */
  readonly billNo: string | null;
  readonly atMs: number;
  /** 'SUCCESS', the err_code, or the name of the planned failure that was heard instead. */
  readonly outcome: string;
}

export const XML_HEADERS = { 'Content-Type': 'text/xml; charset=utf-8' } as const;
