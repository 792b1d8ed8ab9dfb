import type { Conservation } from '../../../shared/contract/live';
import { readableYuan } from '../../../shared/fen';
import { conservationParts, type Part } from './parts';

/** Where a campaign's money is. It always adds up; if it ever does not, it says by how much. */
Component({
  properties: {
    line: { type: Object, value: null as unknown as Conservation },
  },
  data: { parts: [] as Part[], funded: '', difference: '' },
  observers: {
    line(line: Conservation | null) {
      if (!line) return;
      this.setData({
        parts: conservationParts(line),
        funded: readableYuan(line.fundedFen),
        difference: line.differenceFen === 0 ? '' : readableYuan(Math.abs(line.differenceFen)),
      });
    },
  },
});
