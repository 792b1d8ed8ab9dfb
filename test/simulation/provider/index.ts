/* The provider: three ways of paying, one book of bills, and the merchant's certificate. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import type { PayoutChannel } from '../../../miniprogram/shared/channels';
import { type BillBook, newBillBook, type ProviderBill, type ProviderTools } from './bills';
import { type RedPackets, redPackets } from './red-packets';
import { type TransferListeners, type Transfers, transfers } from './transfers';

export type { ProviderBill, Status } from './bills';
export { MCH_ID } from './merchant';

export interface Provider extends Pick<BillBook, 'bills' | 'told'> {
  /** Money has left for the bill and is not back. */
  isOut(billNo: string): boolean;
  readonly transfers: Transfers;
  readonly redPackets: Readonly<Record<Exclude<PayoutChannel, 'transfer-bills'>, RedPackets>>;
  certificateFault(): 'CERTIFICATE_EXPIRED' | null;
  certificateExpiresAtMs(): number;
}

export interface ProviderOptions extends ProviderTools, TransferListeners {
  /** Null: this merchant may send red packets at night. */
  readonly nightUntilHour: number | null;
  /** Money leaves for this bill now. */
  readonly onPaid: (bill: ProviderBill) => void;
}

export function newProvider(options: ProviderOptions): Provider {
  const { time, random, has, calmFromMs, nightUntilHour } = options;
  const book = newBillBook(options, options.onPaid);
  const startMs = time.nowMs();
  const replacedAtMs = startMs + random.between(HOUR_MS, 12 * HOUR_MS);
  const expiresAtMs = startMs + random.between(MINUTE_MS, HOUR_MS);

  return {
    bills: book.bills,
    told: book.told,
    isOut: (billNo) => book.bills.get(billNo)?.holdsMoney ?? false,
    transfers: transfers(options, book, options),
    redPackets: {
      sendredpack: redPackets(options, book, 'sendredpack', nightUntilHour),
      sendminiprogramhb: redPackets(options, book, 'sendminiprogramhb', nightUntilHour),
    },
    certificateFault: () => {
      const nowMs = time.nowMs();
      const isExpired = has('certificate-expires') && nowMs >= expiresAtMs && nowMs < replacedAtMs;
      return isExpired && nowMs < calmFromMs ? 'CERTIFICATE_EXPIRED' : null;
    },
    certificateExpiresAtMs: () =>
      has('certificate-expires') && time.nowMs() < expiresAtMs
        ? expiresAtMs
        : startMs + 365 * DAY_MS,
  };
}
