import { type CallResult, isPassing } from './call-result';
import { pause } from './pause';

/** WeChat Pay mostly knows within a second or two of its page being closed. */
const PAUSES_MS = [800, 1_600, 3_000, 5_000];

/**
 * Asks until the answer is settled, with growing pauses, and gives up after the last one: the newest
 * answer comes back, settled or not. A broken connection is asked through; a refusal ends it.
 */
export async function askUntilSettled<T>(
  ask: () => Promise<CallResult<T>>,
  isSettled: (value: T) => boolean,
  wait: (ms: number) => Promise<void> = pause,
): Promise<CallResult<T>> {
  let result = await ask();
  for (const pauseMs of PAUSES_MS) {
    if (result.ok ? isSettled(result.value) : !isPassing(result.failure)) break;
    await wait(pauseMs);
    const newer = await ask();
    // An answer that was there is not forgotten over a broken call after it.
    if (newer.ok || !result.ok) result = newer;
  }
  return result;
}
