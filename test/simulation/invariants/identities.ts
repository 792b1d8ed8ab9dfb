/* INV-33, INV-18: who a player is under the official account is found once and never changes. */
import type { IdentityRecord } from '../../../server/domain/records';
import { pairOf } from '../../support/pair';
import type { Judge } from '../judge';

export interface IdentityRules {
  written(before: IdentityRecord | null, after: IdentityRecord | null): void;
}

export function identityRules({ must }: Judge): IdentityRules {
  return {
    written(before, after) {
      must(before === null && after !== null, 'INV-33', () => `${before?._id} was changed`);
      if (!after || after._id.startsWith('union.')) return;
      const isTrue = pairOf(after.openid).officialOpenid === after.officialOpenid;
      must(isTrue, 'INV-33', () => `${after._id}: ${after.officialOpenid} of ${after.openid}`);
    },
  };
}
