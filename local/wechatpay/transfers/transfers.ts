import type { NewCallback } from '../callbacks/callbacks';
import type { Limits } from '../limits';
import type { StoreOptions } from '../memory';
import { createTimetable } from '../timetable';
import { isFinal, movedTransfer, type Transfer } from './transfer';

/** 商家转账 bills by their two numbers. */
export interface Transfers {
  all(): readonly Transfer[];
  /** By out_bill_no or transfer_bill_no. */
  get(no: string): Transfer | null;
  /** A new bill, or the next state of a known one. */
  put(transfer: Transfer): void;
  apply(entry: TransferEntry): void;
  catchUp(): void;
}

export interface TransferEntry {
  readonly kind: 'transfer';
  readonly transfer: Transfer;
}

export interface TransfersOptions extends StoreOptions<TransferEntry> {
  readonly limits: Limits;
  readonly announce: (callback: NewCallback) => void;
}

export function createTransfers(options: TransfersOptions): Transfers {
  const { purse, record, nowMs } = options;
  const transfers = new Map<string, Transfer>();
  const outBillNos = new Map<string, string>();
  const timetable = createTimetable(
    transfers,
    (transfer) => transfer.due?.atMs ?? null,
    (transfer) => {
      const { due } = transfer;
      if (due) record({ kind: 'transfer', transfer: movedTransfer(transfer, due, options.limits) });
    },
  );

  function apply({ transfer }: TransferEntry): void {
    const before = transfers.get(transfer.outBillNo);
    purse.fen += (before ? heldFen(before) : 0) - heldFen(transfer);
    transfers.set(transfer.outBillNo, transfer);
    outBillNos.set(transfer.transferBillNo, transfer.outBillNo);
    timetable.notice(transfer);
    if (transfer.notifyUrl === null || !isFinal(transfer.state)) return;
    options.announce({
      event: 'transfer-finished',
      no: transfer.outBillNo,
      url: transfer.notifyUrl,
      createdAtMs: transfer.updatedAtMs,
    });
  }

  const catchUp = () => {
    if (timetable.catchUp(nowMs())) options.onChange();
  };

  return {
    all() {
      catchUp();
      return [...transfers.values()];
    },
    get(no) {
      catchUp();
      return transfers.get(no) ?? transfers.get(outBillNos.get(no) ?? '') ?? null;
    },
    put(transfer) {
      record({ kind: 'transfer', transfer });
      options.onChange();
    },
    apply,
    catchUp,
  };
}

function heldFen(transfer: Transfer): number {
  return transfer.holdsMoney ? transfer.amountFen : 0;
}
