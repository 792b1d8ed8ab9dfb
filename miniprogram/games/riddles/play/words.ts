import type { RiddlesDeal } from '../../../shared/games/riddles';
import { riddlesPackets } from '../../../shared/games/riddles';
import { countRight, type Progress } from './progress';

export interface RiddleWords {
  readonly place: string;
  readonly text: string;
  /** large, middle, small: the longer the riddle, the smaller its type. */
  readonly size: string;
  readonly seek: string;
  readonly choices: readonly { readonly text: string; readonly tried: boolean }[] | null;
  readonly answerLength: number;
  /** One entry a try: whether it is still there. */
  readonly tries: readonly boolean[];
  readonly goal: string;
}

/** Everything the page says about the riddle on the lantern. */
export function riddleWords(deal: RiddlesDeal, progress: Progress): RiddleWords {
  const riddle = deal.riddles[progress.at]!;
  const { tried, triesLeft } = progress.standings[progress.at]!;
  return {
    place: `第 ${progress.at + 1} 题，共 ${deal.riddles.length} 题`,
    text: riddle.text,
    size: sizeOf(riddle.text),
    seek: riddle.seek,
    choices: riddle.choices?.map((text) => ({ text, tried: tried.includes(text) })) ?? null,
    answerLength: riddle.answerLength,
    tries: Array.from({ length: deal.triesPerRiddle }, (_, i) => i < triesLeft),
    goal: goalOf(deal, countRight(progress)),
  };
}

function sizeOf(text: string): string {
  const { length } = Array.from(text);
  if (length <= 16) return 'large';
  return length <= 40 ? 'middle' : 'small';
}

function goalOf({ rightPerPacket, riddles }: RiddlesDeal, right: number): string {
  const packets = riddlesPackets(right, rightPerPacket);
  const missing = (packets + 1) * rightPerPacket - right;
  const inReach = (packets + 1) * rightPerPacket <= riddles.length;
  const earned = packets > 0 ? `${packets} 个红包到手` : `猜对 ${right} 题`;
  return inReach ? `${earned}，再对 ${missing} 题拆${packets > 0 ? '下一个' : '红包'}` : earned;
}
