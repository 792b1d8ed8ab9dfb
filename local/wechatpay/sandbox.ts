import type { RecordedCall } from './api';
import type { Bill } from './bill';
import type { StepOutcome } from './bills';
import type { CallbacksControl, Deliver } from './callbacks/callback';
import type { PlannedFailure } from './failures';
import type { Limits, Switches } from './limits';
import type { Merchant, MerchantCertificate, MerchantCertificateOptions } from './merchant';
import type { OrdersControl } from './orders/order';
import type { PhoneCalls } from './phone-calls';
import type { TransfersControl } from './transfers/transfer';
import type { AppidOf } from './users';

export interface SandboxOptions {
  /** Where credentials and bills live on; null keeps them in memory. */
  readonly dataDir: string | null;
  /** Milliseconds since the epoch; the clock of every rule, also of certificates. */
  readonly nowMs: () => number;
  readonly port?: number;
  /** The night window is on from the start. */
  readonly quietHours?: boolean;
  /** The merchant's money when it has no history yet. */
  readonly balanceFen?: number;
  readonly limits?: Partial<Limits>;
  /** Who has which openid; without it every openid is good under every appid. */
  readonly appidOf?: AppidOf;
  /** How callbacks reach the merchant's server; POSTs to servers of this machine when left out. */
  readonly deliver?: Deliver;
  /** Paces slow answers. */
  readonly schedule?: (afterMs: number, run: () => void) => void;
}

export interface Sandbox {
  /** https://127.0.0.1:port */
  readonly baseUrl: string;
  readonly caPem: string;
  /** The same as a file for NODE_EXTRA_CA_CERTS; null without dataDir. */
  readonly caFile: string | null;
  readonly merchant: Merchant;
  bills(): readonly Bill[];
  bill(billNo: string): Bill | null;
  /** The player opens the packet: SENT → RECEIVED. */
  open(billNo: string): StepOutcome;
  /** Nobody opens it, or the player declines: SENT → RFUND_ING. The clock does this after 24 h. */
  expire(billNo: string): StepOutcome;
  /** The money is back with the merchant: RFUND_ING → REFUND. The clock does this ten minutes later. */
  refund(billNo: string): StepOutcome;
  readonly balance: { fen(): number; add(fen: number): void };
  /** 商家转账 bills, and what their players do. */
  readonly transfers: TransfersControl;
  /** What players pay in, and get back. */
  readonly orders: OrdersControl;
  /** What the merchant's server is told. Nothing is delivered before `deliverDue()`. */
  readonly callbacks: CallbacksControl;
  /** The payment calls of a phone, as the WeChat app judges them. */
  readonly phone: PhoneCalls;
  /** Plans strike in the order they were made, each `times` calls. */
  plan(failure: PlannedFailure): void;
  clearPlans(): void;
  set(switches: Partial<Switches>): void;
  switches(): Switches;
  /** The latest 10,000, oldest first. */
  calls(): readonly RecordedCall[];
  /** Heard after every change of bills, orders, callbacks, balance, switches or calls; returns how to stop. */
  onChange(listener: () => void): () => void;
  /**
   * Another certificate of this sandbox's authority; the first one stays valid. Its key may sign v3
   * calls, under its serial number, until the sandbox closes.
   */
  issueMerchantCertificate(
    options?: Omit<MerchantCertificateOptions, 'authority'>,
  ): Promise<MerchantCertificate>;
  /** Ends every connection. Once is enough, twice does no harm. */
  close(): Promise<void>;
}
