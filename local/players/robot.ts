/**
 * A scripted player. It uses the same functions as a phone and knows no more than a phone: it sees
 * the deal, taps like a person with quick fingers, and guesses at riddles.
 */

/** Calls the `player` function as one WeChat user. */
export type PlayerCall = (action: string, fields: Record<string, unknown>) => Promise<unknown>;

export interface RoundHandle {
  readonly ticket: string;
  readonly gameId: string;
  readonly endsAtMs: number;
  readonly deal: unknown;
}

export type Answer<T> =
  | { readonly ok: true; readonly serverNowMs: number; readonly value: T }
  | { readonly ok: false; readonly failure: { readonly code: string } };

interface RainDrop {
  readonly id: number;
  readonly enterMs: number;
  readonly fallMs: number;
}

/** Human hands: no two taps closer than this, and a reaction time that varies. */
const TAP_GAP_MS = 130;
const REACTION_LEAST_MS = 260;
const REACTION_SPREAD_MS = 420;

export async function startRound(
  call: PlayerCall,
  campaignId: string,
  requestId: string,
): Promise<Answer<RoundHandle>> {
  return (await call('start-round', { campaignId, requestId })) as Answer<RoundHandle>;
}

/** Plays what must be played while the round runs (riddles); rain is played on the phone alone. */
export async function playRound(
  call: PlayerCall,
  round: RoundHandle,
  random: () => number,
  pause: (ms: number) => Promise<void>,
): Promise<void> {
  if (round.gameId !== 'riddles') return;
  const { riddles } = round.deal as {
    riddles: readonly { no: number; choices: readonly string[] | null }[];
  };
  for (const { no, choices } of riddles) {
    const answer = choices ? choices[Math.floor(random() * choices.length)] : '猜';
    await pause(1_000 + random() * 500);
    await call('move', { ticket: round.ticket, move: { no, answer } });
  }
}

export async function finishRound(
  call: PlayerCall,
  round: RoundHandle,
  random: () => number,
  entryScene: number,
): Promise<Answer<{ packets: readonly { claimId: string; amountFen: number }[] }>> {
  const evidence =
    round.gameId === 'red-packet-rain'
      ? { taps: tapsFor((round.deal as { drops: readonly RainDrop[] }).drops, random) }
      : {};
  const { ticket } = round;
  return (await call('finish-round', { ticket, evidence, entryScene })) as Answer<{
    packets: readonly { claimId: string; amountFen: number }[];
  }>;
}

/** Taps as a skilled person would: most drops, in the order they come, never two at once. */
export function tapsFor(
  drops: readonly RainDrop[],
  random: () => number,
): { dropId: number; atMs: number }[] {
  const taps: { dropId: number; atMs: number }[] = [];
  let freeAtMs = 0;
  for (const drop of [...drops].sort((a, b) => a.enterMs - b.enterMs)) {
    const seenAtMs = drop.enterMs + REACTION_LEAST_MS + random() * REACTION_SPREAD_MS;
    const atMs = Math.round(Math.max(seenAtMs, freeAtMs));
    const missed = random() < 0.1 || atMs >= drop.enterMs + drop.fallMs - 50;
    if (missed) continue;
    taps.push({ dropId: drop.id, atMs });
    freeAtMs = atMs + TAP_GAP_MS + random() * 90;
  }
  return taps;
}
