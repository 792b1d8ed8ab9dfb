import { readableYuan } from '../../shared/fen';

/** An amount of money. Its size is the font size around it; the ¥ is smaller than the digits. */
Component({
  properties: {
    fen: { type: Number, value: 0 },
  },
  data: { yuan: '0.00' },
  observers: {
    fen(amountFen: number) {
      this.setData({ yuan: readableYuan(amountFen) });
    },
  },
});
