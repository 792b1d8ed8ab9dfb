import type { Limits } from '../limits';
import {
  type ConfirmEnding,
  type DueStep,
  movedTransfer,
  type Transfer,
  type TransferOutcome,
  type TransfersControl,
} from './transfer';
import type { Transfers } from './transfers';

/** The player's side of the bills in `transfers`. */
export function createTransfersControl(
  transfers: Transfers,
  limits: Limits,
  nowMs: () => number,
): TransfersControl {
  const stateOf = (no: string) => transfers.get(no)?.state ?? null;
  /** A player can only act on a bill that waits for them. */
  const act = (no: string, next: (bill: Transfer, atMs: number) => Transfer): TransferOutcome => {
    const bill = transfers.get(no);
    if (bill?.state !== 'WAIT_USER_CONFIRM') return { done: false, state: bill?.state ?? null };
    transfers.put(next(bill, nowMs()));
    return { done: true, state: stateOf(no) };
  };
  const fail = (no: string, failReason: string) =>
    act(no, (bill, atMs) => movedTransfer(bill, { state: 'FAIL', atMs, failReason }, limits));

  return {
    bills: () => transfers.all(),
    bill: (no) => transfers.get(no),
    confirm: (no, ending = {}) =>
      act(no, (bill, atMs) => {
        const step = { state: 'TRANSFERING', atMs, failReason: null } as const;
        return { ...movedTransfer(bill, step, limits), due: endingOf(ending, atMs) };
      }),
    decline: (no) => fail(no, 'OTHER_FAIL_REASON_TYPE'),
    expire: (no) => fail(no, 'OVERDUE_CLOSE'),
  };
}

function endingOf(ending: ConfirmEnding, atMs: number): DueStep {
  const state = ending.as ?? 'SUCCESS';
  const failReason = state === 'FAIL' ? (ending.failReason ?? 'PAYEE_ACCOUNT_ABNORMAL') : null;
  return { state, atMs: atMs + (ending.afterMs ?? 0), failReason };
}
