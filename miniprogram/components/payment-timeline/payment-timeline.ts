import { serverClock } from '../../services/server-clock';
import type { PaymentView } from '../../shared/contract';
import { type Timeline, timelineOf } from './timeline';

/** Where a packet's money is, and how it got there. `payment` is a PaymentView. */
Component({
  properties: {
    payment: { type: Object, value: {} },
  },
  data: { timeline: { now: '', rows: [] } as Timeline },
  observers: {
    payment(payment: Partial<PaymentView> | null) {
      if (!payment?.step) return;
      this.setData({ timeline: timelineOf(payment as PaymentView, serverClock.now()) });
    },
  },
});
