import type { PhoneFailure } from '../../services/call-result';
import { entryScene } from '../../services/entry-scene';
import { asSeenFrom } from '../../services/packet-task';
import { loadMyPackets } from '../../services/player';
import { NO_TROUBLE, troubleOf } from '../../services/sentences';
import { serverClock } from '../../services/server-clock';
import type { PacketView } from '../../shared/contract/packet';
import type { MyPackets } from '../../shared/contract/player';
import { type PacketRow, packetRow } from './packet-row';

Page({
  data: {
    phase: 'loading',
    trouble: NO_TROUBLE,
    stale: false,
    months: [] as { name: string; amountFen: number; count: number }[],
    /** Packets that wait for the player, on top of the others. */
    waiting: [] as PacketRow[],
    rows: [] as PacketRow[],
    /** Below the rows: more, loading, failed, end. */
    tail: 'end',
    chosen: null as PacketView | null,
    detailOpen: false,
  },

  /** By claimId. A plain object: the platform copies a page's fields, and would lose a Map. */
  packets: {} as Record<string, PacketView>,
  nextCursor: null as string | null,

  onShow() {
    void this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  onReachBottom() {
    if (this.data.tail === 'more') void this.loadMore();
  },

  async load() {
    const result = await loadMyPackets(null);
    if (!result.ok) return this.fail(result.failure);
    this.packets = {};
    // All at once: a list that is empty for a moment would lose the place that was scrolled to.
    this.setData({
      ...this.added(result.value, { waiting: [], rows: [] }),
      months: result.value.months.map(monthOf),
      stale: false,
      phase: result.value.rows.length === 0 ? 'empty' : 'ready',
    });
  },

  async loadMore() {
    this.setData({ tail: 'loading' });
    const result = await loadMyPackets(this.nextCursor);
    if (result.ok) this.setData(this.added(result.value, this.data));
    else this.setData({ tail: 'failed' });
  },

  /** What is shown once these are, too. A packet won while paging may arrive twice; it is shown once. */
  added({ rows, nextCursor }: MyPackets, shown: { waiting: PacketRow[]; rows: PacketRow[] }) {
    const nowMs = serverClock.now();
    const scene = entryScene();
    const fresh = rows
      .filter(({ claimId }) => !this.packets[claimId])
      .map((packet) => asSeenFrom(packet, scene));
    for (const packet of fresh) this.packets[packet.claimId] = packet;
    this.nextCursor = nextCursor;
    const added = fresh.map((packet) => packetRow(packet, scene, nowMs));
    return {
      waiting: [...shown.waiting, ...added.filter(({ waits }) => waits)],
      rows: [...shown.rows, ...added.filter(({ waits }) => !waits)],
      tail: nextCursor === null ? 'end' : 'more',
    };
  },

  fail(failure: PhoneFailure) {
    const trouble = troubleOf(failure, serverClock.now());
    if (this.data.phase === 'ready') this.setData({ stale: true, trouble });
    else this.setData({ phase: 'failed', trouble });
  },

  retry() {
    if (this.data.phase === 'failed') this.setData({ phase: 'loading' });
    void this.load();
  },

  goHome() {
    wx.switchTab({ url: '/pages/home/home' });
  },

  openDetail(event: WechatMiniprogram.TouchEvent) {
    const claimId = String(event.currentTarget.dataset.claimId);
    const chosen = this.packets[claimId];
    if (chosen) this.setData({ chosen, detailOpen: true });
  },

  /** What waits for the player is taken on the packet's own page. */
  openPacket(event: WechatMiniprogram.TouchEvent) {
    const claimId = String(event.currentTarget.dataset.claimId);
    wx.navigateTo({ url: `/pages/packet/packet?claimIds=${claimId}` });
  },

  closeDetail() {
    this.setData({ detailOpen: false });
  },
});

/** `month` is '202611'. */
function monthOf({ month, amountFen, count }: MyPackets['months'][number]) {
  return { name: `${month.slice(0, 4)}年${Number(month.slice(-2))}月`, amountFen, count };
}
