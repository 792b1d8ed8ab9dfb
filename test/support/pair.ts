import type { Pair } from '../../server/usecases/stores/identities';

/** A player's two openids, as a visit to the link page would have found them. */
export function pairOf(openid: string): Pair {
  return { openid, officialOpenid: `official-${openid}`, unionid: null };
}
