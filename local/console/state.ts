/** What the console page shows; sent whole on every change, because it is small. */
export interface ConsoleState {
  readonly nowMs: number;
  readonly offsetMs: number;
  /** The clock was set to the evening because it was night in Beijing at the start. */
  readonly movedFromNight: boolean;
  readonly phones: readonly PhoneView[];
  readonly balanceFen: number;
  readonly bills: readonly BillView[];
  readonly log: readonly LogView[];
  readonly crowd: CrowdView;
}

export interface PhoneView {
  readonly phoneId: string;
  readonly name: string;
  readonly role: 'organiser' | 'player';
  readonly url: string;
}

export interface BillView {
  readonly billNo: string;
  readonly amountFen: number;
  readonly status: string;
  readonly sentAtMs: number;
  /** The phone that gets it, or a part of the openid when no phone of this world has it. */
  readonly recipient: string;
}

export interface LogView {
  readonly atMs: number;
  readonly name: string;
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
