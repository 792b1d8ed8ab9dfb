/*
 * Failures that a test or the console plans. A failure never changes what a call means: the call
 * is judged as always, then the plan decides whether its effect happens and what the caller hears.
 */

/** Answers that are broken, or unusual but right (the last block). */
export type BodyFault =
  | 'truncated'
  | 'html-502'
  | 'empty'
  | 'huge' // 10 MB
  | 'invalid-utf8'
  | 'doctype' // an external entity
  | 'entity-bomb'
  | 'character-references' // 300,000 of them
  | 'deep-nesting'
  | 'wrong-signature'
  | 'wrong-mch-id'
  | 'wrong-bill-no'
  | 'wrong-openid'
  | 'wrong-amount'
  | 'exponent-amount' // 1e3
  | 'byte-order-mark'
  | 'white-space' // between the fields
  | 'extra-fields'
  | 'other-order'
  | 'without-hblist';

/** What is wrong with the signature of a v3 answer whose body is right. */
export type SignatureFault =
  | 'unsigned'
  | 'forged' // by another key, under the right serial
  | 'old-timestamp' // six minutes
  | 'unknown-serial'
  | 'probe'; // WECHATPAY/SIGNTEST/…, which a client must refuse

/** Whether the money moves although the answer fails. */
export type Moment = 'before-effect' | 'after-effect';

export type Failure =
  /** Refused with any code, documented or not: v2 by result_code, v3 by the code's status. */
  | { readonly kind: 'refuse'; readonly moment: Moment; readonly errCode: string }
  /** return_code FAIL, which names no err_code; v3: SYSTEM_ERROR with this message. */
  | { readonly kind: 'return-fail'; readonly moment: Moment; readonly returnMsg: string }
  /** The connection stays open and silent. */
  | { readonly kind: 'no-answer'; readonly moment: Moment }
  | { readonly kind: 'reset'; readonly moment: Moment }
  /** Half of the announced body, then a reset. */
  | { readonly kind: 'reset-mid-answer'; readonly moment: Moment }
  /** One byte of the body, then one more every `everyMs`. */
  | { readonly kind: 'slow-drip'; readonly moment: Moment; readonly everyMs: number }
  | { readonly kind: 'body'; readonly moment: Moment; readonly body: BodyFault }
  /** Strikes v3 calls only. */
  | { readonly kind: 'signature'; readonly moment: Moment; readonly signature: SignatureFault }
  /** The effect happens, every callback that is then due is delivered, and only then the answer. */
  | { readonly kind: 'callback-first' }
  /**
   * Not a failure of the wire: the packet is accepted, stays SENDING for `afterMs` and ends as
   * `as`. The answer, also to repeated sends until then, is SUCCESS or PROCESSING.
   *
   * A transfer stays ACCEPTED (answer SUCCESS) or PROCESSING and then is WAIT_USER_CONFIRM (SENT)
   * or FAIL (FAILED) with `failReason`, TRANSFER_RISK when left out.
   */
  | {
      readonly kind: 'settle';
      readonly as: 'SENT' | 'FAILED';
      readonly afterMs: number;
      readonly answer: 'SUCCESS' | 'PROCESSING';
      readonly failReason?: string;
    };

/** Every condition that is given must hold; none given matches every call. */
export interface FailureMatch {
  readonly path?: string;
  readonly billNo?: string;
  /** The recipient of a send, or the payer of an order; a query names none. */
  readonly openid?: string;
  /** Counted over the calls that meet the conditions above: the nth, the 2nth … */
  readonly everyNth?: number;
  /** Drawn after everything else, from a generator of this plan alone. */
  readonly probability?: { readonly of: number; readonly seed: number };
}

export type PlannedFailure = Failure & {
  readonly match?: FailureMatch;
  /** How many calls it strikes; 1 when left out, Infinity until the plans are cleared. */
  readonly times?: number;
};

export interface PlannedCall {
  readonly path: string;
  readonly billNo: string | null;
  readonly openid: string | null;
  readonly api: 'v2' | 'v3';
  /** It creates a packet or a transfer: only such a call can be settled. */
  readonly isPayout: boolean;
}

export interface Plans {
  add(failure: PlannedFailure): void;
  clear(): void;
  /** The oldest plan that strikes this call, used up by one; null lets the call pass. */
  take(call: PlannedCall): Failure | null;
}

interface Plan {
  readonly failure: PlannedFailure;
  readonly random: () => number;
  timesLeft: number;
  seen: number;
}

/** Only calls with a valid certificate and signature are asked about: others spend no plan. */
export function createPlans(): Plans {
  let plans: Plan[] = [];
  return {
    add(failure) {
      const random = seededRandom(failure.match?.probability?.seed ?? 0);
      plans.push({ failure, random, timesLeft: failure.times ?? 1, seen: 0 });
    },
    clear() {
      plans = [];
    },
    take(call) {
      const struck = plans.find((plan) => strikes(plan, call));
      if (!struck) return null;
      struck.timesLeft -= 1;
      plans = plans.filter((plan) => plan.timesLeft > 0);
      return struck.failure;
    },
  };
}

function strikes(plan: Plan, call: PlannedCall): boolean {
  const { path, billNo, openid, everyNth, probability } = plan.failure.match ?? {};
  if (path !== undefined && path !== call.path) return false;
  if (billNo !== undefined && billNo !== call.billNo) return false;
  if (openid !== undefined && openid !== call.openid) return false;
  if (plan.failure.kind === 'settle' && !call.isPayout) return false;
  if (plan.failure.kind === 'signature' && call.api !== 'v3') return false;
  plan.seen += 1;
  if (everyNth !== undefined && plan.seen % everyNth !== 0) return false;
  return probability === undefined || plan.random() < probability.of;
}

/** mulberry32: numbers in [0, 1), the same for the same seed. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
