import type { QueryAnswer, SecurityAlert } from './payout-gateway';

/** What arrived from outside, as it arrived: a signature covers exactly these bytes. */
export interface RawNotice {
  /** In any letter case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** A notice that proves nothing. It is answered as failed, so that a real one comes again. */
export interface RefusedNotice {
  readonly kind: 'refused';
  readonly code: string;
  readonly alert?: SecurityAlert;
}

/** The provider's word on how a transfer ended. Whether it fits the bill is the reader's question. */
export interface TransferNotice {
  readonly kind: 'notice';
  readonly billNo: string;
  readonly amountFen: number;
  /** Null when the notice does not say. */
  readonly recipientId: string | null;
  readonly answer: QueryAnswer;
}

export type OpenTransferNotice = (raw: RawNotice) => Promise<TransferNotice | RefusedNotice>;
