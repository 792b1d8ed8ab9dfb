import type { Conservation } from '../../../shared/contract/live';
import { readableYuan } from '../../../shared/fen';

export interface Part {
  readonly key: string;
  readonly name: string;
  readonly yuan: string;
  readonly percent: number;
}

const PARTS: readonly (readonly [key: string, name: string, of: (line: Conservation) => number])[] =
  [
    ['received', '已到账', (line) => line.receivedFen],
    ['sent', '待领取', (line) => line.sentFen],
    ['in-flight', '发放中', (line) => line.inFlightFen],
    ['owed', '待发放', (line) => line.owedFen],
    ['returned', '已退回', (line) => line.returnedFen],
    ['settled', '另行支付', (line) => line.settledFen],
    ['newer', '更新中', (line) => line.newerFen ?? 0],
    ['unallocated', '未抢', (line) => line.unallocatedFen],
  ];

const RARE: ReadonlySet<string> = new Set(['settled', 'newer']);

/**
 * Every fen of a campaign in exactly one part, with its share of the bar's width. What is rare is
 * only named when there is some.
 */
export function conservationParts(line: Conservation): Part[] {
  return PARTS.filter(([key, , of]) => !RARE.has(key) || of(line) !== 0).map(([key, name, of]) => ({
    key,
    name,
    yuan: readableYuan(of(line)),
    percent: line.fundedFen > 0 ? (100 * of(line)) / line.fundedFen : 0,
  }));
}
