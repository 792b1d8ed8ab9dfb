import type { SplitChoice } from '../../../shared/campaign';
import { parseYuan } from '../../../shared/fen';

type Grown =
  | { readonly ok: true; readonly totals: { totalFen: number; packetCount: number } }
  | { readonly ok: false; readonly problem: string };

/** The campaign's totals with what was typed added to them. */
export function grownBudget(split: SplitChoice, yuan: string, count: string): Grown {
  const addedFen = parseYuan(yuan);
  if (addedFen === null || addedFen <= 0) {
    return { ok: false, problem: '请填写追加的金额，最多两位小数' };
  }
  if (!/^[1-9]\d{0,5}$/.test(count.trim())) {
    return { ok: false, problem: '请填写追加的个数，要是整数' };
  }
  const totalFen = split.totalFen + addedFen;
  return { ok: true, totals: { totalFen, packetCount: split.packetCount + Number(count) } };
}
