import type { CampaignDraft } from '../../miniprogram/shared/campaign';
import type { PayoutChannel } from '../../miniprogram/shared/channels';

/*
 * Every kind of fault a run may draw. A run draws few kinds and uses them often: many kinds at once
 * mostly stop a claim early, and what follows from one fault in the middle of another is never seen.
 */
const STORAGE_FAULTS = [
  'storage-fails-before',
  'storage-fails-after',
  'storage-slow',
  /** For five minutes every call fails (F-64). */
  'storage-outage',
] as const;

const PROCESS_FAULTS = [
  'dies-before',
  'dies-after',
  /** F-18: no timer for half an hour. */
  'timers-stand-still',
  /** F-68: clocks of two instances differ by up to two minutes. */
  'clocks-differ',
] as const;

const PHONE_FAULTS = ['request-lost', 'answer-lost', 'phone-offline'] as const;

/** Between a player's browser, the official account and us. */
const LINK_FAULTS = [
  'link-no-answer',
  /** The code is spent, and nobody heard whose it was. */
  'link-answer-lost',
  /** The browser loads the page again: the code comes twice. */
  'link-page-twice',
] as const;

/** Between us and the provider. */
const LINE_FAULTS = ['send-lost', 'send-answer-lost', 'send-lands-late', 'query-lost'] as const;

/** What every interface of the provider may do; each has its own codes for it. */
const PROVIDER_FAULTS = [
  'systemerror-unpaid',
  'systemerror-paid',
  'forgets',
  'balance-runs-out',
  'freq-limit',
  'no-auth',
  'param-error',
  'sign-error',
  'code-of-tomorrow',
  'wrong-echo',
  'query-systemerror',
  'certificate-expires',
] as const;

/** 现金红包 and 小程序红包. */
const RED_PACKET_FAULTS = [
  'processing',
  'sending-for-hours',
  'send-failed',
  /** Answers SEND_FAILED although the packet was sent. */
  'send-failed-lie',
  'fails-later',
  'player-day-limit',
  'merchant-day-limit',
  'openid-error',
  /** 小程序红包 alone: a success without what opens the packet. */
  'package-missing',
] as const;

/** 商家转账. */
const TRANSFER_FAULTS = [
  'ip-not-allowed',
  /** An answer that WeChat Pay did not sign. */
  'unsigned-answer',
  /** ACCEPTED or PROCESSING for a while, or until the same bill is sent again. */
  'locks-slowly',
  /** FAIL at once, for any reason. */
  'transfer-fails',
  /** FAIL after the player has confirmed. */
  'confirmed-fails',
  'transfers-for-hours',
  /** The page refuses a package_info of more than a quarter of an hour. */
  'passes-age',
  'cancel-takes-hours',
  /** The cancellation is accepted, and the player was faster. */
  'cancel-too-late',
] as const;

/** Orders and their refunds. */
const ORDER_FAULTS = [
  'refund-refused',
  /** It ends without having moved anything. */
  'refund-closed',
  'refund-needs-person',
  'refunds-for-days',
] as const;

/** What the provider tells without being asked. */
const NOTICE_FAULTS = [
  'notice-lost',
  /** Before the answer that it follows from. */
  'notice-early',
  'notice-late',
  'notice-twice',
] as const;

export const FAULT_GROUPS = [
  STORAGE_FAULTS,
  PROCESS_FAULTS,
  PHONE_FAULTS,
  LINK_FAULTS,
  LINE_FAULTS,
  PROVIDER_FAULTS,
  RED_PACKET_FAULTS,
  TRANSFER_FAULTS,
  NOTICE_FAULTS,
  ORDER_FAULTS,
] as const;

export const FAULTS: readonly FaultKind[] = FAULT_GROUPS.flat();

export type FaultKind = (typeof FAULT_GROUPS)[number][number];

/** Where a kind can strike only with some channels, which they are. */
const OF_CHANNELS: readonly (readonly [readonly FaultKind[], readonly PayoutChannel[]])[] = [
  [LINK_FAULTS, ['sendredpack']],
  [RED_PACKET_FAULTS, ['sendredpack', 'sendminiprogramhb']],
  [['package-missing'], ['sendminiprogramhb']],
  [TRANSFER_FAULTS, ['transfer-bills']],
];

/** Whether a fault of this kind can strike where these campaigns are. */
export function canStrike(kind: FaultKind, drafts: readonly CampaignDraft[]): boolean {
  const channels = new Set(drafts.map(({ channel }) => channel));
  const isPaidIn = drafts.some(({ funding }) => funding === 'paid-in');
  const isOfOrders = (ORDER_FAULTS as readonly FaultKind[]).includes(kind);
  if (isOfOrders && !isPaidIn) return false;
  return OF_CHANNELS.every(
    ([kinds, own]) => !kinds.includes(kind) || own.some((channel) => channels.has(channel)),
  );
}

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
  ['locks-slowly', 'balance-runs-out'],
  ['locks-slowly', 'send-answer-lost'],
  ['transfer-fails', 'send-lands-late'],
  ['transfer-fails', 'notice-late'],
  ['passes-age', 'send-answer-lost'],
  ['cancel-takes-hours', 'query-lost'],
  ['cancel-too-late', 'send-answer-lost'],
  ['confirmed-fails', 'notice-lost'],
  ['notice-early', 'storage-slow'],
  ['notice-twice', 'storage-slow'],
  ['notice-late', 'query-lost'],
  ['package-missing', 'systemerror-paid'],
  ['link-page-twice', 'dies-after'],
  ['freq-limit', 'timers-stand-still'],
  ['freq-limit', 'storage-slow'],
  ['refund-closed', 'send-answer-lost'],
  ['refund-needs-person', 'notice-twice'],
  ['notice-twice', 'dies-after'],
  ['notice-lost', 'send-lands-late'],
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
  'transfer-fails',
]);
