import { serverClock } from '../../services/server-clock';
import type { PacketView } from '../../shared/contract/packet';
import { type Timeline, timelineOf } from './timeline';

/** Where a packet's money is, and how it got there. `packet` is a PacketView. */
Component({
  properties: {
    packet: { type: Object, value: {} },
  },
  data: { timeline: { now: '', rows: [] } as Timeline },
  observers: {
    packet(packet: Partial<PacketView> | null) {
      if (!packet?.payment) return;
      this.setData({ timeline: timelineOf(packet as PacketView, serverClock.now()) });
    },
  },
});
