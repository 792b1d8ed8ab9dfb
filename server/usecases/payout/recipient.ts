import { CHANNEL_RULES, isEntrySceneFit } from '../../../miniprogram/shared/channels';
import type { ClaimRecord } from '../../domain/records';
import type { Documents } from '../../ports/documents';
import { linkedOpenid } from '../stores/identities';

export type Recipient =
  | { readonly kind: 'known'; readonly recipientId: string }
  /** Nothing may be sent before the player has done this. */
  | { readonly kind: 'waits'; readonly waitsFor: 'link' | 'scan' };

/**
 * Whom a claim's channel would pay. Once a bill was made its recipient stays, whatever is linked
 * later. An openid under the wrong account is never an answer.
 */
export async function recipientOf(documents: Documents, claim: ClaimRecord): Promise<Recipient> {
  if (claim.billNo !== null && claim.recipientId !== null) {
    return { kind: 'known', recipientId: claim.recipientId };
  }
  // A packet made for a player who cannot open it counts towards that player's ten a day all the same.
  if (!isEntrySceneFit(claim.channel, claim.entryScene)) return { kind: 'waits', waitsFor: 'scan' };
  if (CHANNEL_RULES[claim.channel].identity === 'mini-program') {
    return { kind: 'known', recipientId: claim.openid };
  }
  const recipientId = claim.recipientId ?? (await linkedOpenid(documents, claim.openid));
  return recipientId === null
    ? { kind: 'waits', waitsFor: 'link' }
    : { kind: 'known', recipientId };
}
