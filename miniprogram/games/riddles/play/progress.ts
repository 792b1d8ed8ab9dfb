import type { RiddleFeedback, RiddlesDeal } from '../../../shared/games/riddles';

/** What the phone knows of one riddle; the cloud's feedback is the only source. */
export interface RiddleStanding {
  readonly no: number;
  readonly triesLeft: number;
  readonly right: boolean;
  /** Answers that were not right, so that a choice is not taken twice. */
  readonly tried: readonly string[];
}

export interface Progress {
  readonly standings: readonly RiddleStanding[];
  /** The riddle on the lantern. */
  readonly at: number;
}

export function beginProgress(deal: RiddlesDeal): Progress {
  const standings = deal.riddles.map(({ no }) => ({
    no,
    triesLeft: deal.triesPerRiddle,
    right: false,
    tried: [],
  }));
  return { standings, at: 0 };
}

/** Kept notes of a round that was left; whatever does not fit the deal is not trusted. */
export function resumeProgress(deal: RiddlesDeal, notes: unknown): Progress {
  const kept = notes as Partial<Progress> | null;
  const fits = Array.isArray(kept?.standings) && kept.standings.length === deal.riddles.length;
  return fits && typeof kept?.at === 'number' ? (kept as Progress) : beginProgress(deal);
}

export function withFeedback(
  progress: Progress,
  { no, right, triesLeft }: RiddleFeedback,
  answer: string,
): Progress {
  const standings = progress.standings.map((standing) => {
    if (standing.no !== no) return standing;
    const tried = right ? standing.tried : [...standing.tried, answer];
    return { ...standing, right, triesLeft, tried };
  });
  return { ...progress, standings };
}

function isOpen({ right, triesLeft }: RiddleStanding): boolean {
  return !right && triesLeft > 0;
}

/** The next riddle that can still be solved, going round; null when none is left but this one. */
export function nextOpen({ standings, at }: Progress): number | null {
  for (let step = 1; step < standings.length; step += 1) {
    const index = (at + step) % standings.length;
    if (isOpen(standings[index]!)) return index;
  }
  return null;
}

export function isCurrentOpen({ standings, at }: Progress): boolean {
  return isOpen(standings[at]!);
}

export function countRight({ standings }: Progress): number {
  return standings.filter(({ right }) => right).length;
}
