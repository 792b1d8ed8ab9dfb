/** What an organiser watches while a campaign runs. */
import type { PaymentStep } from '../payment';
import type { ClaimRow } from './claims';
import type { FundingView } from './funding';
import type { OrganiserCampaign } from './organiser-campaign';

export interface LiveView {
  readonly campaign: OrganiserCampaign;
  readonly conservation: Conservation;
  readonly funding: FundingView;
  readonly claimedCount: number;
  readonly playersCount: number;
  readonly byStep: readonly {
    readonly step: PaymentStep;
    readonly count: number;
    readonly amountFen: number;
  }[];
  /** Claims in each of the last 30 minutes, oldest first. */
  readonly claimsPerMinute: readonly number[];
  readonly recent: readonly ClaimRow[];
  readonly alarms: readonly Alarm[];
}

/** Every fen of a campaign is in exactly one of these. */
export interface Conservation {
  readonly fundedFen: number;
  readonly unallocatedFen: number;
  readonly owedFen: number;
  readonly inFlightFen: number;
  readonly sentFen: number;
  readonly receivedFen: number;
  readonly returnedFen: number;
  /** Paid by the organiser in another way, with a note. */
  readonly settledFen: number;
  /** Of claims that a newer version of the functions has written and this one cannot read. */
  readonly newerFen?: number;
  /** funded − all the others. Anything but 0 is a fault and is shown as one. */
  readonly differenceFen: number;
}

export interface Alarm {
  readonly kind:
    | 'payouts-paused'
    | 'held-payouts'
    | 'conservation'
    | 'audit-difference'
    | 'newer-records'
    | 'slow-payouts'
    | 'certificate-expires'
    /** A balance that this campaign may need turned out smaller than declared. */
    | 'balance-short'
    | 'quiet-hours';
  /** For 'payouts-paused': the provider's code or the self-check's finding. */
  readonly reason?: string;
  /** For 'payouts-paused': whether 'resume-payouts' makes sense, or only a setting ends it. */
  readonly canResume?: boolean;
  readonly count?: number;
  /** For 'payouts-paused' for want of money: so much pays everything that is owed. */
  readonly amountFen?: number;
  readonly untilAtMs?: number;
}
