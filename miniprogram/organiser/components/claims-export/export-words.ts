import { formatWhen } from '../../../services/when';
import type { ClaimExport } from '../../../shared/contract/claims';
import { readableYuan } from '../../../shared/fen';

export function progressPercent({ rows, expectedRows }: ClaimExport): number {
  return expectedRows === 0 ? 0 : Math.floor((100 * rows) / expectedRows);
}

export function progressWords({ rows, expectedRows }: ClaimExport): string {
  return rows < expectedRows
    ? `正在整理 ${rows}/${expectedRows} 笔，请停留在本页`
    : `${expectedRows} 笔已整理好，正在合成文件`;
}

export function readyWords({ rows, amountFen, asOfMs }: ClaimExport, nowMs: number): string {
  return `共 ${rows} 笔，¥${readableYuan(amountFen)}，截至 ${formatWhen(asOfMs, nowMs)}`;
}
