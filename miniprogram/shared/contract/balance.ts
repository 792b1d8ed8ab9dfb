/** What the merchant has declared, for campaigns that are paid from its own balance. */
import type { BalanceAccount } from '../channels';

export interface BalanceView {
  readonly mayDeclare: boolean;
  readonly accounts: readonly {
    readonly account: BalanceAccount;
    /** Null: nobody has declared one yet. */
    readonly freeFen: number | null;
    /** Set aside for campaigns that are open or not settled. */
    readonly setAsideFen: number;
    readonly declaredAtMs: number | null;
    /** The provider had less than was declared: nothing is free until somebody declares anew. */
    readonly shortSinceMs: number | null;
  }[];
}
