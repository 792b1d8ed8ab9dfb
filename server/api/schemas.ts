/* The shapes that more than one request is made of. Strict: an unknown field is refused. */
import * as v from 'valibot';
import { PAYOUT_CHANNELS } from '../../miniprogram/shared/channels';
import { gameChoiceSchema } from '../games/choice-schema';

/** Whole numbers only: no text that looks like one, no NaN, nothing past 2^53 − 1. */
export const WHOLE = v.pipe(v.number(), v.safeInteger());

export const CAMPAIGN_ID = v.pipe(v.string(), v.regex(/^[\w-]{1,40}$/));
export const CLAIM_ID = v.pipe(v.string(), v.regex(/^[\w.-]{1,100}$/));
export const EXPORT_ID = v.pipe(v.string(), v.regex(/^[\w-]{1,40}\.\d{1,15}$/));
export const REQUEST_ID = v.pipe(v.string(), v.regex(/^[\w-]{8,64}$/));
export const TICKET = v.pipe(v.string(), v.regex(/^[\w-]{40,1000}$/));
/** A scene value of `wx.getEnterOptionsSync()`; a hint, never trusted. */
export const SCENE = v.pipe(WHOLE, v.minValue(0), v.maxValue(99_999));
export const CURSOR = v.pipe(v.string(), v.maxLength(200));

/** Long enough for every text that `checkDraft` can still answer with a sentence about its length. */
export const TEXT = v.pipe(v.string(), v.maxLength(500));
/** Why a person decided so; somebody must be able to understand it a year later. */
export const REASON = v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(200));

const CODE_LIST = v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.maxLength(2_000));

export const DRAFT = v.strictObject({
  title: TEXT,
  senderName: TEXT,
  greeting: TEXT,
  game: gameChoiceSchema,
  split: v.strictObject({
    kind: v.picklist(['equal', 'random']),
    totalFen: WHOLE,
    packetCount: WHOLE,
    minFen: WHOLE,
    maxFen: WHOLE,
  }),
  startAtMs: WHOLE,
  endAtMs: WHOLE,
  packetsPerPlayer: WHOLE,
  roundsPerPlayer: WHOLE,
  allowList: CODE_LIST,
  blockList: CODE_LIST,
  channel: v.picklist(PAYOUT_CHANNELS),
  funding: v.picklist(['merchant-balance', 'paid-in']),
});
