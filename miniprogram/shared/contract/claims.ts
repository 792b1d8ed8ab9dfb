/** Claims as organisers see them: one by one, held for a decision, all in a file. */
import type { PaymentView } from './packet';

export interface ClaimRow {
  readonly claimId: string;
  readonly playerCode: string;
  readonly amountFen: number;
  readonly claimedAtMs: number;
  readonly payment: PaymentView;
  /** Why a person has to look at it; only on held payouts. */
  readonly heldReason: string | null;
  readonly billNo: string | null;
}

/** `retry`: pay again; `return`: the money is the campaign's again; `settle`: paid in another way. */
export type HeldDecision = 'retry' | 'return' | 'settle';

/** A file with every claim of a campaign as it stood at one instant. It is complete or not there. */
export interface ClaimExport {
  readonly exportId: string;
  readonly asOfMs: number;
  /** 0: nothing was claimed by then, and there will be no file. */
  readonly expectedRows: number;
  readonly rows: number;
  readonly amountFen: number;
  /** Where the file can be fetched for two hours, by anybody who has the address. */
  readonly url: string | null;
}
