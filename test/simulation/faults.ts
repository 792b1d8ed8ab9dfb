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

/**
 * Faults that only matter in the wake of one another: the first leaves a claim in doubt, the second
 * strikes while somebody clears it up. Drawn together, because by chance they rarely meet.
 */
export const CHAINS: readonly (readonly FaultKind[])[] = [
  ['forgets', 'freq-limit', 'send-answer-lost'],
  ['send-lands-late', 'sign-error'],
  ['send-lands-late', 'balance-runs-out'],
  ['forgets', 'systemerror-paid'],
  ['processing', 'query-lost'],
  ['processing', 'send-lost', 'dies-after'],
  ['send-failed', 'storage-fails-after'],
  ['send-failed-lie', 'forgets'],
  ['dies-after', 'forgets'],
  ['dies-before', 'send-lands-late'],
  ['storage-slow', 'send-answer-lost'],
  ['clocks-differ', 'storage-slow'],
  ['player-day-limit', 'send-lands-late'],
  ['fails-later', 'query-systemerror'],
  ['answer-lost', 'dies-after'],
  ['request-lost', 'storage-slow'],
];

/** Faults that may strike at every step, and so must be rarer than those of a call. */
export const STEP_FAULTS: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'storage-fails-before',
  'storage-fails-after',
  'storage-slow',
  'dies-before',
  'dies-after',
]);

/** Faults after which a person has to decide; without any of them no claim may end HELD. */
export const HOLDING_FAULTS: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'send-failed',
  'processing',
  'sending-for-hours',
  'no-auth',
  'openid-error',
  'param-error',
]);
