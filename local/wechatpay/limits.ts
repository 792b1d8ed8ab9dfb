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
  /** gethbinfo no longer finds older bills. */
  readonly queryableForMs: number;
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
};

/** What the merchant has set on the merchant platform, or the provider about it. */
export interface Switches {
  /** API sending is off: API_METHOD_CLOSED. */
  readonly apiClosed: boolean;
  /** The old night rule, 0:00–8:00 Beijing time: TIME_LIMITED. */
  readonly quietHours: boolean;
  /** Recipients that risk control blocks: NO_AUTH. */
  readonly noAuthOpenids: readonly string[];
  /** The recipients that exist under the wxappid, others are OPENID_ERROR; null lets everyone be. */
  readonly knownOpenids: readonly string[] | null;
  /** Scenes opened for this merchant; accounts of today have none and refuse scene_id. */
  readonly scenes: readonly string[];
  /** Real answers carry no `sign`; on, every flat field of an answer is signed. */
  readonly signReplies: boolean;
}

export const DEFAULT_SWITCHES: Switches = {
  apiClosed: false,
  quietHours: false,
  noAuthOpenids: [],
  knownOpenids: null,
  scenes: [],
  signReplies: false,
};
