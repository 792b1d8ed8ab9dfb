import type { PlatformSignature } from './platform';

/**
 * What the provider allows, as its pages state it. Rate and day limits of the current page;
 * a scene opens amounts outside the default range, as on accounts that have scenes at all.
 */
export interface Limits {
  readonly amountFenMin: number;
  readonly amountFenMax: number;
  /** With a scene_id that is switched on. */
  readonly sceneAmountFenMin: number;
  readonly sceneAmountFenMax: number;
  readonly sendsPerSecond: number;
  readonly sendsPerMinute: number;
  /** Shortest time between two sends with the same bill number. */
  readonly sameBillGapMs: number;
  readonly packetsPerPlayerDay: number;
  readonly amountFenPerPlayerDay: number;
  readonly amountFenPerMerchantDay: number;
  /** An unopened packet starts its way back after this long. */
  readonly expiresAfterMs: number;
  /** From RFUND_ING to REFUND. */
  readonly refundTakesMs: number;
  /** gethbinfo and the transfer queries no longer find older bills. */
  readonly queryableForMs: number;

  readonly transferFenMin: number;
  /** Of one transfer; the real figure belongs to the scene. */
  readonly transferFenMax: number;
  /** With user_recv_style RED_PACKET. */
  readonly transferRedPacketFenMax: number;
  /** From here on user_name is required. */
  readonly transferNameFenMin: number;
  /** Creating and querying together. */
  readonly transferCallsPerSecond: number;
  readonly transferCancelsPerSecond: number;
  /** WAIT_USER_CONFIRM, then the bill is closed and the money returns. */
  readonly transferExpiresAfterMs: number;
  /** From CANCELING to CANCELLED. */
  readonly transferCancelTakesMs: number;

  /** A prepay_id can be paid for this long. */
  readonly prepayLivesMs: number;
  /** From PROCESSING to SUCCESS. */
  readonly orderRefundTakesMs: number;
  readonly refundsPerOrder: number;
  /** Paid orders can be refunded for this long. */
  readonly refundableForMs: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

export const DEFAULT_LIMITS: Limits = {
  amountFenMin: 100,
  amountFenMax: 20_000,
  sceneAmountFenMin: 30,
  sceneAmountFenMax: 499_900,
  sendsPerSecond: 30,
  sendsPerMinute: 1_800,
  sameBillGapMs: 1_000,
  packetsPerPlayerDay: 10,
  amountFenPerPlayerDay: 100_000,
  amountFenPerMerchantDay: 100_000_000,
  expiresAfterMs: DAY_MS,
  refundTakesMs: 10 * MINUTE_MS,
  queryableForMs: 30 * DAY_MS,

  transferFenMin: 10,
  transferFenMax: 2_000_000,
  transferRedPacketFenMax: 20_000,
  transferNameFenMin: 200_000,
  transferCallsPerSecond: 100,
  transferCancelsPerSecond: 20,
  transferExpiresAfterMs: DAY_MS,
  transferCancelTakesMs: 1_000,

  prepayLivesMs: 120 * MINUTE_MS,
  orderRefundTakesMs: 3_000,
  refundsPerOrder: 50,
  refundableForMs: 365 * DAY_MS,
};

/** What the merchant has set on the merchant platform, or the provider about it. */
export interface Switches {
  /** API sending is off: API_METHOD_CLOSED, and NO_AUTH to transfers. */
  readonly apiClosed: boolean;
  /** The old night rule, 0:00–8:00 Beijing time: TIME_LIMITED. */
  readonly quietHours: boolean;
  /** Recipients that risk control blocks: NO_AUTH; a transfer to them ends FAIL, TRANSFER_RISK. */
  readonly noAuthOpenids: readonly string[];
  /**
   * The recipients that exist, others are OPENID_ERROR (transfers and orders: a refused parameter);
   * null lets everyone be.
   */
  readonly knownOpenids: readonly string[] | null;
  /** Scenes opened for this merchant; accounts of today have none and refuse scene_id. */
  readonly scenes: readonly string[];
  /** Real answers carry no `sign`; on, every flat field of an answer is signed. */
  readonly signReplies: boolean;
  /** 接口安全 IP of the v3 calls: other addresses are refused. Null lets every address call. */
  readonly allowedIps: readonly string[] | null;
  /** 商家转账 has been opened for this merchant; NO_AUTH otherwise. */
  readonly transfersOpen: boolean;
  /** What a transfer hears that the balance cannot pay: refused, or kept PROCESSING. */
  readonly lowBalance: 'NOT_ENOUGH' | 'PROCESSING';
  /** A package_info older than this no longer opens the page; null lets it live with its bill. */
  readonly packageInfoLivesMs: number | null;
  /** How v3 answers and callbacks are signed: by the 微信支付公钥 or by the 平台证书. */
  readonly platformSignature: PlatformSignature;
}

export const DEFAULT_SWITCHES: Switches = {
  apiClosed: false,
  quietHours: false,
  noAuthOpenids: [],
  knownOpenids: null,
  scenes: [],
  signReplies: false,
  allowedIps: null,
  transfersOpen: true,
  lowBalance: 'NOT_ENOUGH',
  packageInfoLivesMs: null,
  platformSignature: 'public-key',
};
