/*
 * Every kind of fault a run may draw. A run draws few kinds and uses them often: many kinds at once
 * mostly stop a claim early, and what follows from one fault in the middle of another is never seen.
 */
export const STORAGE_FAULTS = [
  'storage-fails-before',
  'storage-fails-after',
  'storage-slow',
  /** For five minutes every call fails (F-64). */
  'storage-outage',
] as const;

export const PROCESS_FAULTS = [
  'dies-before',
  'dies-after',
  /** F-18: no timer for half an hour. */
  'timers-stand-still',
  /** F-68: clocks of two instances differ by up to two minutes. */
  'clocks-differ',
] as const;

export const PHONE_FAULTS = ['request-lost', 'answer-lost', 'phone-offline'] as const;

/** Between us and the provider. */
export const LINE_FAULTS = [
  'send-lost',
  'send-answer-lost',
  'send-lands-late',
  'query-lost',
] as const;

export const PROVIDER_FAULTS = [
  'systemerror-unpaid',
  'systemerror-paid',
  'processing',
  'sending-for-hours',
  'forgets',
  'send-failed',
  /** Answers SEND_FAILED although the packet was sent. */
  'send-failed-lie',
  'fails-later',
  'balance-runs-out',
  'freq-limit',
  'player-day-limit',
  'merchant-day-limit',
  'no-auth',
  'openid-error',
  'param-error',
  'sign-error',
  'code-of-tomorrow',
  'wrong-echo',
  'query-systemerror',
  'certificate-expires',
] as const;

export const FAULTS = [
  ...STORAGE_FAULTS,
  ...PROCESS_FAULTS,
  ...PHONE_FAULTS,
  ...LINE_FAULTS,
  ...PROVIDER_FAULTS,
] as const;

export type FaultKind = (typeof FAULTS)[number];

/** Faults after which a person has to decide; without any of them no claim may end HELD. */
export const HOLDING_FAULTS: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'send-failed',
  'processing',
  'sending-for-hours',
  'no-auth',
  'openid-error',
  'param-error',
]);
