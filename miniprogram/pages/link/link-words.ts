import type { LinkView } from '../../shared/contract/player';

/** `explain` leads to the web page; `linked` goes back by itself; `unavailable` can only be told. */
export type LinkPhase = 'explain' | 'linked' | 'unavailable';

export function linkPhase({ isLinked, url }: LinkView): LinkPhase {
  if (isLinked) return 'linked';
  return url === null ? 'unavailable' : 'explain';
}
