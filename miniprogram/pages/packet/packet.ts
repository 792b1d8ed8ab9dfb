import type { PhoneFailure } from '../../services/call-result';
import { loadPacket } from '../../services/player';
import { NO_TROUBLE, paymentChip, paymentSentence, troubleOf } from '../../services/sentences';
import { serverClock } from '../../services/server-clock';
import { recallWon } from '../../services/won-packets';
import type { PacketView } from '../../shared/contract';

interface Summary {
  readonly totalFen: number;
  readonly rows: readonly {
    readonly claimId: string;
    readonly amountFen: number;
    readonly chip: { readonly text: string; readonly tone: string };
  }[];
}

/**
 * One packet, or several one after another. `claimIds` is a list; with `closed` they are still to be
 * opened by hand, otherwise the packet lies open with its payment's history.
 */
Page({
  data: {
    phase: 'loading',
    trouble: NO_TROUBLE,
    packets: [] as PacketView[],
    index: 0,
    /** The packet in the hand, in a list of one so that the next one is a new component. */
    inHand: [] as PacketView[],
    closed: false,
    opened: false,
    where: '',
    summary: null as Summary | null,
  },

  claimIds: [] as string[],

  onLoad(query: Record<string, string | undefined>) {
    this.claimIds = decodeURIComponent(query.claimIds ?? '')
      .split(',')
      .filter((claimId) => claimId !== '');
    this.setData({ closed: query.closed === '1' });
    void this.load();
  },

  async onPullDownRefresh() {
    if (!this.data.closed) await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    const packets: PacketView[] = [];
    for (const claimId of this.claimIds) {
      const known = this.data.closed ? recallWon(claimId) : null;
      const result = known ? { ok: true as const, value: known } : await loadPacket(claimId);
      if (!result.ok) return this.fail(result.failure);
      packets.push(result.value);
    }
    if (packets.length === 0) return this.fail({ code: 'NOT_FOUND' });
    this.setData({ phase: 'ready', packets });
    this.take(0);
  },

  take(index: number) {
    const packet = this.data.packets[index];
    if (!packet) return;
    const where = paymentSentence(packet.payment, serverClock.now());
    this.setData({ index, inHand: [packet], opened: !this.data.closed, where });
  },

  fail(failure: PhoneFailure) {
    this.setData({ phase: 'failed', trouble: troubleOf(failure, serverClock.now()) });
  },

  retry() {
    if (!this.data.trouble.canRetry) return this.leave();
    this.setData({ phase: 'loading' });
    void this.load();
  },

  onOpened() {
    this.setData({ opened: true });
  },

  next() {
    this.take(this.data.index + 1);
  },

  openAll() {
    const { packets } = this.data;
    const rows = packets.map(({ claimId, amountFen, payment }) => ({
      claimId,
      amountFen,
      chip: paymentChip(payment.step),
    }));
    const totalFen = packets.reduce((sum, packet) => sum + packet.amountFen, 0);
    this.setData({ summary: { totalFen, rows }, opened: true });
  },

  leave() {
    if (getCurrentPages().length > 1) wx.navigateBack();
    else wx.switchTab({ url: '/pages/home/home' });
  },

  openMyPackets() {
    wx.switchTab({ url: '/pages/my-packets/my-packets' });
  },
});
