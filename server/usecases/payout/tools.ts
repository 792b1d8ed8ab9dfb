import type { PayoutChannel } from '../../../miniprogram/shared/channels';
import type { QuietHours } from '../../domain/quiet-hours';
import type { DailyLimits, SendRate } from '../../domain/send-budget';
import type { Clock, Sleep } from '../../ports/clock';
import type { Documents } from '../../ports/documents';
import type { Log } from '../../ports/log';
import type { PayoutGateway } from '../../ports/payout-gateway';
import type { RandomBytes } from '../../ports/random';

/** What booking a provider's answer needs. */
export type RecordTools = Pick<PayoutTools, 'documents' | 'clock' | 'log'>;

/** What paying through one channel needs. Claiming needs none of it (INV-36). */
export interface PayoutTools {
  readonly channel: PayoutChannel;
  readonly documents: Documents;
  readonly gateway: PayoutGateway;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly randomBytes: RandomBytes;
  readonly log: Log;
  readonly mchId: string;
  readonly rate: SendRate;
  readonly dailyLimits: DailyLimits;
  /** Null when the merchant may send at any hour. */
  readonly quietHours: QuietHours | null;
  /** How long one run may start new work; the function's timeout minus one call's deadline. */
  readonly runMs: number;
}
