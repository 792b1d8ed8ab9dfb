import { CODE_SCAN, GROUP_CARD, type Will } from '../players/packets';
import type { Channel } from './campaign-file';

/** One scripted player of a run. The same number behaves the same in every run, killed or not. */
export interface Person {
  readonly phoneId: string;
  /** Has done before playing what the channel needs: linked the account, or come by scanning. */
  readonly isPrepared: boolean;
  readonly entryScene: number;
  readonly will: Will;
}

/** Every second player is prepared; of ten players one declines a transfer, and one leaves the packet lying. */
export function peopleOf(runKey: string, count: number, channel: Channel): Person[] {
  return Array.from({ length: count }, (_, n) => {
    const isPrepared = n % 2 === 0;
    return {
      phoneId: `${runKey}-player-${n + 1}`,
      isPrepared,
      entryScene: channel === 'sendminiprogramhb' && isPrepared ? CODE_SCAN : GROUP_CARD,
      will: willOf(n % 10, channel),
    };
  });
}

function willOf(lastDigit: number, channel: Channel): Will {
  if (lastDigit === 3) return 'leave';
  return lastDigit === 6 && channel === 'transfer-bills' ? 'decline' : 'take';
}
