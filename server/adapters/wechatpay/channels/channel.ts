import type { DailyLimits, SendRate } from '../../../domain/send-budget';
import type { PayoutGateway } from '../../../ports/payout-gateway';
import type { Environment } from '../settings';
import type { GatewayTools } from '../tools';

/** One way of paying, as the composition finds it. docs/payments.md lists the variables. */
export interface ChannelAdapter {
  /**
   * Names of settings that are not set; empty when the channel can be used. Loads nothing of the
   * provider.
   */
  readonly missing: (env: Environment) => readonly string[];
  /** Throws when a value cannot be meant; one that is not set is `missing`'s affair. */
  readonly open: (env: Environment, tools: GatewayTools) => PayoutGateway;
  readonly rate: SendRate;
  readonly dailyLimits: DailyLimits;
}
