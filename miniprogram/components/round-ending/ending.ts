import { type CallResult, isPassing } from '../../services/call-result';
import { sentenceOf } from '../../services/sentences';
import type { RoundResult } from '../../shared/contract';
import type { GameId } from '../../shared/games/game-rules';

/** How a round ended, for the page that was playing it. */
export type Ending =
  | { readonly kind: 'won'; readonly claimIds: readonly string[] }
  | { readonly kind: 'missed'; readonly title: string; readonly hint: string }
  | { readonly kind: 'uncertain'; readonly title: string; readonly hint: string }
  | { readonly kind: 'refused'; readonly title: string; readonly hint: string };

const SHORTFALLS: Readonly<Record<Exclude<RoundResult['shortfall'], 'none'>, string>> = {
  'sold-out': '手慢了，红包已抢完',
  'packet-limit': '你的红包已经拿满了',
  ended: '活动刚刚结束了',
};

export function endingOf(result: CallResult<RoundResult>, gameId: GameId, nowMs: number): Ending {
  if (result.ok) return settledEnding(result.value, gameId);
  if (!isPassing(result.failure)) {
    return { kind: 'refused', title: sentenceOf(result.failure, nowMs), hint: '' };
  }
  return {
    kind: 'uncertain',
    title: '网络不太好，正在确认结果',
    hint: '成绩已存在手机里，连上网络就会交上去，不会重复领取',
  };
}

function settledEnding(result: RoundResult, gameId: GameId): Ending {
  if (result.packets.length > 0) {
    return { kind: 'won', claimIds: result.packets.map((packet) => packet.claimId) };
  }
  const done = played(result.score, gameId);
  if (result.shortfall !== 'none') {
    return { kind: 'missed', title: SHORTFALLS[result.shortfall], hint: done };
  }
  return { kind: 'missed', title: '这次没有抢到', hint: `${done}，还差一点` };
}

function played(score: number, gameId: GameId): string {
  return gameId === 'riddles' ? `猜对了 ${score} 题` : `点中了 ${score} 个`;
}
