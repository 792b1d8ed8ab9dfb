import { type CallResult, isPassing, type PhoneFailure } from '../../services/call-result';
import { troubleOf } from '../../services/sentences';
import type { RoundResult } from '../../shared/contract/round';
import type { GameId } from '../../shared/games/game-rules';

/** Words where a packet was hoped for; `retry` is empty where asking again is of no use. */
export interface EndingWords {
  readonly title: string;
  readonly hint: string;
  readonly retry: string;
}

/** How a round ended, for the page that was playing it. */
export type Ending =
  | { readonly kind: 'won'; readonly claimIds: readonly string[] }
  | { readonly kind: 'missed' | 'uncertain' | 'refused'; readonly words: EndingWords };

export function endingOf(result: CallResult<RoundResult>, gameId: GameId, nowMs: number): Ending {
  if (result.ok) return settledEnding(result.value, gameId);
  if (!isPassing(result.failure))
    return { kind: 'refused', words: failedWords(result.failure, nowMs) };
  const words = {
    title: '网络不太好，正在确认结果',
    hint: '成绩已存在手机里，连上网络就会交上去，不会重复领取',
    retry: '再确认一次',
  };
  return { kind: 'uncertain', words };
}

/** For a round that could not begin, or was refused at its end. */
export function failedWords(failure: PhoneFailure, nowMs: number): EndingWords {
  const { title, hint, canRetry } = troubleOf(failure, nowMs);
  return { title, hint, retry: canRetry ? '再试一次' : '' };
}

const SHORTFALLS: Readonly<Record<Exclude<RoundResult['shortfall'], 'none'>, string>> = {
  'sold-out': '手慢了，红包已抢完',
  'packet-limit': '你的红包已经拿满了',
  ended: '活动刚刚结束了',
};

const DONE: Readonly<Record<GameId, (score: number) => string>> = {
  'red-packet-rain': (score) => `点中了 ${score} 个`,
  riddles: (score) => `猜对了 ${score} 题`,
};

function settledEnding({ packets, shortfall, score }: RoundResult, gameId: GameId): Ending {
  if (packets.length > 0) {
    return { kind: 'won', claimIds: packets.map((packet) => packet.claimId) };
  }
  const done = DONE[gameId](score);
  const [title, hint] =
    shortfall === 'none' ? ['这次没有抢到', `${done}，还差一点`] : [SHORTFALLS[shortfall], done];
  return { kind: 'missed', words: { title, hint, retry: '' } };
}
