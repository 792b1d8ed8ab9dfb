import { CAMPAIGN_LIMITS, type SplitChoice } from './campaign';
import type { Failure } from './result';

/** What one payment of a payout channel may be, both included. */
export interface ChannelRange {
  readonly leastFen: number;
  readonly mostFen: number;
}

/**
 * Whether the numbers can be split at all, exactly. Null when they can; otherwise the first of
 * these, with `facts.field` naming the number to change and further facts what it may become:
 *
 *   1. INVALID: a number that is not whole or past 2^53 − 1; NaN while an input is empty
 *   2. COUNT_RANGE: `least`, `most`
 *   3. random: MIN_BELOW_CHANNEL `leastFen`, MAX_ABOVE_CHANNEL `mostFen`, MIN_ABOVE_MAX `mostFen`
 *   4. TOTAL_TOO_SMALL `leastFen`, `packetCountMost`; TOTAL_TOO_LARGE `mostFen`, `packetCountLeast`
 *   5. equal: TOTAL_NOT_EQUAL_SHARES `lowerFen`, `upperFen`; INVALID when the bounds are not the share
 */
export function checkSplit(choice: SplitChoice, channel: ChannelRange): Failure | null {
  const invalid = invalidNumber(choice);
  if (invalid) return refuse('INVALID', { field: invalid, path: `split.${invalid}` });

  const { least, most } = CAMPAIGN_LIMITS.packetCount;
  if (choice.packetCount < least || choice.packetCount > most) {
    return refuse('COUNT_RANGE', { field: 'packetCount', least, most });
  }
  return choice.kind === 'equal'
    ? checkEqualShares(choice, channel)
    : (checkBounds(choice, channel) ??
        checkTotal(choice, { leastFen: choice.minFen, mostFen: choice.maxFen }));
}

/** The bounds of an equal split are its share, so that a page may show either kind alike. */
export function equalSplit(totalFen: number, packetCount: number): SplitChoice {
  const shareFen = Math.floor(totalFen / packetCount);
  return { kind: 'equal', totalFen, packetCount, minFen: shareFen, maxFen: shareFen };
}

function invalidNumber(choice: SplitChoice): string | undefined {
  const fields = ['totalFen', 'packetCount', 'minFen', 'maxFen'] as const;
  return fields.find((field) => !Number.isSafeInteger(choice[field]));
}

function checkBounds(choice: SplitChoice, channel: ChannelRange): Failure | null {
  const { minFen, maxFen } = choice;
  if (minFen < channel.leastFen) {
    return refuse('MIN_BELOW_CHANNEL', { field: 'minFen', leastFen: channel.leastFen });
  }
  if (maxFen > channel.mostFen) {
    return refuse('MAX_ABOVE_CHANNEL', { field: 'maxFen', mostFen: channel.mostFen });
  }
  if (minFen > maxFen) return refuse('MIN_ABOVE_MAX', { field: 'minFen', mostFen: maxFen });
  return null;
}

/** Products stay far below 2^53: the count is limited and each packet is within the channel. */
function checkTotal(choice: SplitChoice, packet: ChannelRange): Failure | null {
  const { totalFen, packetCount } = choice;
  const leastFen = packetCount * packet.leastFen;
  if (totalFen < leastFen) {
    const packetCountMost = Math.max(0, Math.floor(totalFen / packet.leastFen));
    return refuse('TOTAL_TOO_SMALL', { field: 'totalFen', leastFen, packetCountMost });
  }
  const mostFen = packetCount * packet.mostFen;
  if (totalFen > mostFen) {
    const packetCountLeast = Math.ceil(totalFen / packet.mostFen);
    return refuse('TOTAL_TOO_LARGE', { field: 'totalFen', mostFen, packetCountLeast });
  }
  return null;
}

function checkEqualShares(choice: SplitChoice, channel: ChannelRange): Failure | null {
  const badTotal = checkTotal(choice, channel);
  if (badTotal) return badTotal;

  const { totalFen, packetCount } = choice;
  const leftOverFen = totalFen % packetCount;
  if (leftOverFen > 0) {
    const lowerFen = totalFen - leftOverFen;
    const upperFen = lowerFen + packetCount;
    return refuse('TOTAL_NOT_EQUAL_SHARES', { field: 'totalFen', lowerFen, upperFen });
  }
  const shareFen = totalFen / packetCount;
  // No page can cause this, but the bounds are shown to players and must be true.
  const field = (['minFen', 'maxFen'] as const).find((bound) => choice[bound] !== shareFen);
  return field ? refuse('INVALID', { field, path: `split.${field}` }) : null;
}

function refuse(code: Failure['code'], facts: NonNullable<Failure['facts']>): Failure {
  return { code, facts };
}
