/*
 * A WeChat Pay sandbox: the provider's HTTPS paths with mutual TLS, XML, JSON and signatures, a
 * memory, callbacks, and failures on demand. What it answers, and why, is in README.md.
 */
import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import type { RecordedCall } from './api';
import { createCallbacksControl } from './callbacks/control';
import { deliverToLoopback } from './callbacks/deliver';
import { createComposer } from './callbacks/messages';
import { provenMerchant } from './client-certificate';
import { createPlans } from './failures';
import { startHttpsServer } from './https-server';
import { DEFAULT_LIMITS, DEFAULT_SWITCHES, type Limits, type Switches } from './limits';
import { openMemory } from './memory';
import { caFileIn, loadCredentials, MCH_ID, makeMerchantCertificate, toMerchant } from './merchant';
import { createNumbers } from './numbers';
import { createOrdersControl } from './orders/control';
import { createPhoneCalls } from './phone-calls';
import { signingKey } from './platform';
import { createProvider } from './provider';
import type { Sandbox, SandboxOptions } from './sandbox';
import { createTransfersControl } from './transfers/control';
import { createUsers } from './users';

export type { RecordedCall } from './api';
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
export type {
  BodyFault,
  Failure,
  FailureMatch,
  Moment,
  PlannedFailure,
  SignatureFault,
} from './failures';
export type { Limits, Switches } from './limits';
export {
  type Merchant,
  type MerchantCertificate,
  type MerchantCertificateOptions,
  MINI_APPID,
  makeMerchantCertificate,
  WXAPPID,
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
export type { Sandbox, SandboxOptions } from './sandbox';
export type {
  ConfirmEnding,
  Transfer,
  TransferOutcome,
  TransferState,
  TransfersControl,
} from './transfers/transfer';
export type { AppidOf } from './users';

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
  const currentSwitches = () => switches;
  const calls: RecordedCall[] = [];
  const onCall = (call: RecordedCall) => {
    calls.push(call);
    if (calls.length > CALLS_KEPT) calls.shift();
    changed();
  };
  const plans = createPlans();
  const numbers = createNumbers();
  const memory = openMemory({
    journalPath: dataDir === null ? null : join(dataDir, 'journal.jsonl'),
    nowMs,
    limits,
    initialBalanceFen: options.balanceFen ?? BALANCE_FEN,
    onChange: changed,
  });

  const provider = createProvider({
    credentials,
    merchant,
    memory,
    limits,
    switches: currentSwitches,
    isUserOf: createUsers(currentSwitches, options.appidOf),
    numbers,
    plans,
    nowMs,
    onCall,
  });
  const callbacks = createCallbacksControl({
    callbacks: memory.callbacks,
    nowMs,
    catchUp: memory.catchUp,
    deliver: options.deliver ?? deliverToLoopback,
    compose: createComposer(memory, {
      merchant,
      key: () => signingKey(credentials.platform, switches.platformSignature),
      foreignKeyPem: credentials.server.privateKeyPem,
    }),
  });
  const server = await startHttpsServer({
    certificate: credentials.server,
    port: options.port ?? 0,
    schedule: options.schedule ?? ((afterMs, run) => void setTimeout(run, afterMs).unref()),
    provenMchId: (socket) => provenMerchant(socket, authority, nowMs()),
    answer: provider.answer,
    deliverCallbacks: callbacks.deliverDue,
  });

  let closing: Promise<void> | null = null;
  return {
    baseUrl: server.baseUrl,
    caPem: credentials.authority.certificatePem,
    caFile: dataDir === null ? null : caFileIn(dataDir),
    merchant,
    bills: () => memory.bills.all(),
    bill: (billNo) => memory.bills.get(billNo),
    open: (billNo) => memory.bills.move(billNo, 'RECEIVED'),
    expire: (billNo) => memory.bills.move(billNo, 'RFUND_ING'),
    refund: (billNo) => memory.bills.move(billNo, 'REFUND'),
    balance: { fen: memory.balanceFen, add: memory.fund },
    transfers: createTransfersControl(memory.transfers, limits, nowMs),
    orders: createOrdersControl(memory.orders, limits, numbers, nowMs),
    callbacks,
    phone: createPhoneCalls({ merchant, memory, limits, switches: currentSwitches, nowMs }),
    plan: (failure) => plans.add(failure),
    clearPlans: () => plans.clear(),
    set(changes) {
      switches = { ...switches, ...changes };
      changed();
    },
    switches: currentSwitches,
    calls: () => [...calls],
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async issueMerchantCertificate(request) {
      const { authority: ours } = credentials;
      const issued = await makeMerchantCertificate({ ...request, authority: ours });
      if ((request?.mchId ?? MCH_ID) === MCH_ID) provider.admit(issued.certificatePem);
      return issued;
    },
    close() {
      callbacks.stop();
      closing ??= server.close().then(() => memory.close());
      return closing;
    },
  };
}
