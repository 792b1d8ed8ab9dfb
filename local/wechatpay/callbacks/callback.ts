/** What the provider tells the merchant's server without being asked. */
export type CallbackEvent = 'transfer-finished' | 'order-paid' | 'refund-ended';

/** One POST to a notify_url, as it goes out. */
export interface Delivery {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What the merchant's server said. Anything thrown counts as no answer. */
export interface DeliveryReply {
  readonly status: number;
  readonly body: string;
}

export type Deliver = (delivery: Delivery) => Promise<DeliveryReply>;

/** One thing to tell, until the merchant acknowledges it or the schedule ends. */
export interface Callback {
  readonly id: string;
  readonly event: CallbackEvent;
  /** out_bill_no, out_trade_no or out_refund_no. */
  readonly no: string;
  readonly url: string;
  readonly createdAtMs: number;
  readonly attempts: number;
  /** Null when it is over. */
  readonly nextAtMs: number | null;
  readonly acknowledged: boolean;
}

/** One attempt as it was heard, for tests and the console. */
export interface DeliveryRecord {
  readonly id: string;
  readonly event: CallbackEvent;
  readonly no: string;
  readonly atMs: number;
  readonly fault: CallbackFault['fault'] | null;
  /** Null when no answer came. */
  readonly status: number | null;
  readonly acknowledged: boolean;
}

export type CallbackFault =
  /** Delivered, and at once delivered again, whatever the answer. */
  | { readonly fault: 'twice' }
  /** This attempt comes `byMs` later: after others that were due behind it. */
  | { readonly fault: 'late'; readonly byMs: number }
  /** Signed with a key that is not the provider's. */
  | { readonly fault: 'forged-signature' }
  /** Signed and encrypted as it should be, with one fen more inside. */
  | { readonly fault: 'wrong-amount' }
  /** Signed over a ciphertext that does not open. An order's notification has none: it is forged. */
  | { readonly fault: 'tampered-ciphertext' }
  /** The signature is right and six minutes old. v2 has no time: it goes out as it should. */
  | { readonly fault: 'old-timestamp' }
  /** A WECHATPAY/SIGNTEST/ probe, and then the callback itself. v2 has no probes. */
  | { readonly fault: 'probe' }
  /** It is never delivered at all. */
  | { readonly fault: 'never' };

export type PlannedCallbackFault = CallbackFault & {
  readonly match?: { readonly event?: CallbackEvent; readonly no?: string };
  /** How many attempts it strikes; 1 when left out. */
  readonly times?: number;
};

export interface CallbacksControl {
  /** Neither acknowledged nor given up, soonest first. */
  pending(): readonly Callback[];
  /**
   * Does what the clock has brought (closed bills, arrived refunds) and delivers every attempt that
   * is due, in the order they are due. Resolves when all have been answered. Whoever moves the
   * clock calls this.
   */
  deliverDue(): Promise<void>;
  /** The latest 1,000 attempts, oldest first. */
  deliveries(): readonly DeliveryRecord[];
  /** Faults strike in the order they were planned. */
  plan(fault: PlannedCallbackFault): void;
  clearPlans(): void;
  set(options: { readonly deliver: Deliver }): void;
}
