/*
 * One 商家转账 bill as the provider knows it.
 *
 *   ACCEPTED ─ PROCESSING ─ WAIT_USER_CONFIRM ─ TRANSFERING ─ SUCCESS
 *        └─────────┴──────────────┴───┴──────────── FAIL
 *        └─────────┴──────────────┴─ CANCELING ─ CANCELLED
 *
 * The words are those of the API: TRANSFERING, CANCELING and CANCELLED spelled as they are.
 */
export type TransferState =
  | 'ACCEPTED'
  | 'PROCESSING'
  | 'WAIT_USER_CONFIRM'
  | 'TRANSFERING'
  | 'SUCCESS'
  | 'FAIL'
  | 'CANCELING'
  | 'CANCELLED';

export const NEXT: Readonly<Record<TransferState, readonly TransferState[]>> = {
  ACCEPTED: ['PROCESSING', 'WAIT_USER_CONFIRM', 'FAIL', 'CANCELING'],
  PROCESSING: ['WAIT_USER_CONFIRM', 'FAIL', 'CANCELING'],
  WAIT_USER_CONFIRM: ['TRANSFERING', 'FAIL', 'CANCELING'],
  TRANSFERING: ['SUCCESS', 'FAIL'],
  SUCCESS: [],
  FAIL: [],
  CANCELING: ['CANCELLED'],
  CANCELLED: [],
};

/** What the merchant asked for. A repeat with the same number must ask for exactly this. */
export interface TransferOrder {
  readonly appid: string;
  readonly outBillNo: string;
  readonly sceneId: string;
  readonly openid: string;
  /** Decrypted; null when none was sent. */
  readonly userName: string | null;
  readonly amountFen: number;
  readonly remark: string;
  readonly notifyUrl: string | null;
  readonly perception: string;
  readonly reports: readonly { readonly infoType: string; readonly infoContent: string }[];
  readonly style: 'CONFIRM_PAGE' | 'RED_PACKET';
}

/** A state that time alone brings. */
export interface DueStep {
  readonly state: TransferState;
  readonly atMs: number;
  readonly failReason: string | null;
}

export interface Transfer extends TransferOrder {
  /** The provider's number. */
  readonly transferBillNo: string;
  readonly state: TransferState;
  readonly failReason: string | null;
  /** The merchant's money is set aside for this bill, or has been paid. */
  readonly holdsMoney: boolean;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly due: DueStep | null;
}

export function isFinal(state: TransferState): boolean {
  return NEXT[state].length === 0;
}

/** How long states last that only time ends. */
export interface TransferTimes {
  /** WAIT_USER_CONFIRM, then the bill is closed. */
  readonly transferExpiresAfterMs: number;
  /** From CANCELING to CANCELLED. */
  readonly transferCancelTakesMs: number;
}

/** The bill in its next state, with what time will do to it from there. */
export function movedTransfer(transfer: Transfer, step: DueStep, times: TransferTimes): Transfer {
  const { state, atMs } = step;
  const isOver = state === 'FAIL' || state === 'CANCELLED';
  return {
    ...transfer,
    state,
    failReason: step.failReason,
    holdsMoney: !isOver && (state === 'WAIT_USER_CONFIRM' || transfer.holdsMoney),
    updatedAtMs: atMs,
    due: dueFrom(state, atMs, times),
  };
}

function dueFrom(state: TransferState, atMs: number, times: TransferTimes): DueStep | null {
  switch (state) {
    // Also a bill that waits for money: nobody tops up for ever.
    case 'ACCEPTED':
    case 'PROCESSING':
    case 'WAIT_USER_CONFIRM':
      return {
        state: 'FAIL',
        atMs: atMs + times.transferExpiresAfterMs,
        failReason: 'OVERDUE_CLOSE',
      };
    case 'CANCELING':
      return {
        state: 'CANCELLED',
        atMs: atMs + times.transferCancelTakesMs,
        failReason: 'MCH_CANCEL',
      };
    default:
      return null;
  }
}

/** What became of one step. `state` is the bill's afterwards, null when there is no such bill. */
export interface TransferOutcome {
  readonly done: boolean;
  readonly state: TransferState | null;
}

/** How a confirmed transfer goes on. */
export interface ConfirmEnding {
  /** SUCCESS when left out. */
  readonly as?: 'SUCCESS' | 'FAIL';
  /** How long it stays TRANSFERING; not at all when left out. */
  readonly afterMs?: number;
  /** With FAIL; PAYEE_ACCOUNT_ABNORMAL when left out. */
  readonly failReason?: string;
}

/** 商家转账 from the player's side. `no` is an out_bill_no or a transfer_bill_no. */
export interface TransfersControl {
  bills(): readonly Transfer[];
  bill(no: string): Transfer | null;
  /** The player confirms: WAIT_USER_CONFIRM → TRANSFERING → SUCCESS. */
  confirm(no: string, ending?: ConfirmEnding): TransferOutcome;
  /** The player refuses: WAIT_USER_CONFIRM → FAIL, the money is back at once. */
  decline(no: string): TransferOutcome;
  /** The 24 hours are over: WAIT_USER_CONFIRM → FAIL (OVERDUE_CLOSE). The clock does this too. */
  expire(no: string): TransferOutcome;
}
