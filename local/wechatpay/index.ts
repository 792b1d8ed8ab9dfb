/*
 * A WeChat Pay sandbox: the provider's HTTPS paths with mutual TLS, XML and signatures, a memory,
 * and failures on demand. What it answers, and why, is in README.md.
 */
import { randomInt, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { beijingDate } from './beijing';
import type { Bill } from './bill';
import { openBills, type StepOutcome } from './bills';
import { provenMerchant } from './client-certificate';
import { createPlans, type PlannedFailure } from './failures';
import { startHttpsServer } from './https-server';
import { DEFAULT_LIMITS, DEFAULT_SWITCHES, type Limits, type Switches } from './limits';
import {
  caFileIn,
  loadCredentials,
  type Merchant,
  type MerchantCertificate,
  type MerchantCertificateOptions,
  makeMerchantCertificate,
  toMerchant,
} from './merchant';
import { rateWindow } from './rate';
import { createV2Api, type RecordedCall } from './v2-api';

export type { Bill, BillStatus } from './bill';
export type { StepOutcome } from './bills';
export type {
  Callback,
  CallbackEvent,
  CallbackFault,
  CallbacksControl,
  Deliver,
  Delivery,
  DeliveryRecord,
  DeliveryReply,
  PlannedCallbackFault,
} from './callbacks/callback';
export type { BodyFault, Failure, FailureMatch, Moment, PlannedFailure } from './failures';
export type { Limits, Switches } from './limits';
export {
  type Merchant,
  type MerchantCertificate,
  type MerchantCertificateOptions,
  makeMerchantCertificate,
} from './merchant';
export type {
  Order,
  OrderOutcome,
  OrdersControl,
  Refund,
  RefundOutcome,
  RefundStatus,
  TradeState,
} from './orders/order';
export type {
  MerchantTransferParams,
  PhoneCalls,
  PhoneVerdict,
  RequestPaymentParams,
  SendBizRedPacketParams,
} from './phone-calls';
export type {
  ConfirmEnding,
  Transfer,
  TransferOutcome,
  TransferState,
  TransfersControl,
} from './transfers/transfer';
export type { RecordedCall } from './v2-api';

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
  /** Plans strike in the order they were made, each `times` calls. */
  plan(failure: PlannedFailure): void;
  clearPlans(): void;
  set(switches: Partial<Switches>): void;
  switches(): Switches;
  /** The latest 10,000, oldest first. */
  calls(): readonly RecordedCall[];
  /** Heard after every change of bills, balance, switches or calls; returns how to stop. */
  onChange(listener: () => void): () => void;
  /** Another certificate of this sandbox's authority; the first one stays valid. */
  issueMerchantCertificate(
    options?: Omit<MerchantCertificateOptions, 'authority'>,
  ): Promise<MerchantCertificate>;
  /** Ends every connection. Once is enough, twice does no harm. */
  close(): Promise<void>;
}

const BALANCE_FEN = 10_000_000;
const CALLS_KEPT = 10_000;

/**
 * Makes the sandbox's credentials in `dataDir`, or reads them back, so that a process can be
 * started with NODE_EXTRA_CA_CERTS before the sandbox runs.
 */
export async function prepareCertificates(dataDir: string): Promise<{ caFile: string }> {
  await loadCredentials(dataDir);
  return { caFile: caFileIn(dataDir) };
}

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { dataDir, nowMs } = options;
  const credentials = await loadCredentials(dataDir);
  const merchant = toMerchant(credentials);
  const authority = new X509Certificate(credentials.authority.certificatePem);
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };

  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  let switches: Switches = { ...DEFAULT_SWITCHES, quietHours: options.quietHours ?? false };
  const calls: RecordedCall[] = [];
  const plans = createPlans();
  const bills = openBills({
    journalPath: dataDir === null ? null : join(dataDir, 'journal.jsonl'),
    nowMs,
    limits,
    initialBalanceFen: options.balanceFen ?? BALANCE_FEN,
    onChange: changed,
  });

  const answer = createV2Api({
    apiKey: merchant.apiKey,
    plans,
    nowMs,
    onCall(call) {
      calls.push(call);
      if (calls.length > CALLS_KEPT) calls.shift();
      changed();
    },
    shop: {
      mchId: merchant.mchId,
      wxappid: merchant.wxappid,
      bills,
      limits,
      switches: () => switches,
      perSecond: rateWindow(limits.sendsPerSecond, 1_000),
      perMinute: rateWindow(limits.sendsPerMinute, 60_000),
      lastSendAtMs: new Map(),
      newListId,
    },
  });
  const server = await startHttpsServer({
    certificate: credentials.server,
    port: options.port ?? 0,
    schedule: options.schedule ?? ((afterMs, run) => void setTimeout(run, afterMs).unref()),
    provenMchId: (socket) => provenMerchant(socket, authority, nowMs()),
    answer,
  });

  let closing: Promise<void> | null = null;
  return {
    baseUrl: server.baseUrl,
    caPem: credentials.authority.certificatePem,
    caFile: dataDir === null ? null : caFileIn(dataDir),
    merchant,
    bills: () => bills.all(),
    bill: (billNo) => bills.get(billNo),
    open: (billNo) => bills.move(billNo, 'RECEIVED'),
    expire: (billNo) => bills.move(billNo, 'RFUND_ING'),
    refund: (billNo) => bills.move(billNo, 'REFUND'),
    balance: { fen: () => bills.balanceFen(), add: (fen) => bills.fund(fen) },
    plan: (failure) => plans.add(failure),
    clearPlans: () => plans.clear(),
    set(changes) {
      switches = { ...switches, ...changes };
      changed();
    },
    switches: () => switches,
    calls: () => [...calls],
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    issueMerchantCertificate: (request) =>
      makeMerchantCertificate({ ...request, authority: credentials.authority }),
    close() {
      closing ??= server.close().then(() => bills.close());
      return closing;
    },
  };
}

/** The shape of live ones: 31 digits with the day inside. */
function newListId(atMs: number): string {
  const serial = String(randomInt(10 ** 12)).padStart(12, '0');
  return `1000041701${beijingDate(atMs).replaceAll('-', '')}3${serial}`;
}
