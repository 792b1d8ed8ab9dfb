import { readableYuan } from '../../../shared/fen';
import type { SplitBucket } from '../../../shared/split';

interface Column {
  readonly heightPercent: number;
  readonly count: number;
  readonly label: string;
}

/** How many packets lie in which range of amounts. */
Component({
  properties: {
    buckets: { type: Array, value: [] as SplitBucket[] },
  },
  data: { columns: [] as Column[], from: '', to: '' },
  observers: {
    buckets(buckets: SplitBucket[]) {
      const most = Math.max(1, ...buckets.map(({ count }) => count));
      this.setData({
        columns: buckets.map(({ fromFen, toFen, count }) => ({
          // A range that has packets is never drawn as empty.
          heightPercent: count === 0 ? 0 : Math.max(4, Math.round((100 * count) / most)),
          count,
          label: `${readableYuan(fromFen)} 到 ${readableYuan(toFen)} 元：${count} 个`,
        })),
        from: buckets.length > 0 ? readableYuan((buckets[0] as SplitBucket).fromFen) : '',
        to:
          buckets.length > 0
            ? readableYuan((buckets[buckets.length - 1] as SplitBucket).toFen)
            : '',
      });
    },
  },
});
