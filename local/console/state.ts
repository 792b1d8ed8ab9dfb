/** What the console page shows; sent whole on every change, because it is small. */
export interface ConsoleState extends MoneyView {
  readonly nowMs: number;
  readonly offsetMs: number;
  /** The clock was set to the evening because it was night in Beijing at the start. */
  readonly movedFromNight: boolean;
  readonly phones: readonly PhoneView[];
  readonly log: readonly LogView[];
  readonly crowd: CrowdView;
}

export interface PhoneView {
  readonly phoneId: string;
  readonly name: string;
  readonly role: 'organiser' | 'player';
  readonly url: string;
}

/** What lies at the provider. */
export interface MoneyView {
  readonly balanceFen: number;
  /** Not yet acknowledged by the merchant's server; some are due, others wait for their time. */
  readonly pendingCallbacks: number;
  readonly bills: readonly BillView[];
  readonly transfers: readonly TransferView[];
  readonly orders: readonly OrderView[];
  readonly refunds: readonly OrderView[];
}

export interface BillView {
  readonly billNo: string;
  readonly amountFen: number;
  readonly status: string;
  readonly sentAtMs: number;
  /** The phone that gets it, or a part of the openid when no phone of this world has it. */
  readonly recipient: string;
}

export interface TransferView {
  readonly billNo: string;
  readonly amountFen: number;
  readonly status: string;
  readonly failReason: string | null;
  readonly recipient: string;
}

/** An order or a refund, by the merchant's number. */
export interface OrderView {
  readonly no: string;
  readonly amountFen: number;
  readonly status: string;
  readonly payer: string;
}

export interface LogView {
  readonly atMs: number;
  readonly name: string;
  /** What the function was asked for; empty where it does one thing only. */
  readonly action: string;
  readonly caller: string;
  readonly durationMs: number;
  readonly ok: boolean;
  readonly detail: string;
}

export interface CrowdView {
  readonly joined: number;
  readonly finished: number;
  readonly packets: number;
  /** Why the last crowd could not play; null when it could. */
  readonly problem: string | null;
}
