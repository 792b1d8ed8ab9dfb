import type { PhoneFailure } from '../../services/call-result';
import { loadMyPackets } from '../../services/player';
import { NO_TROUBLE, paymentChip, troubleOf } from '../../services/sentences';
import { serverClock } from '../../services/server-clock';
import { formatWhen } from '../../services/when';
import type { MyPackets, PacketView } from '../../shared/contract';

interface Row {
  readonly claimId: string;
  readonly title: string;
  readonly when: string;
  readonly amountFen: number;
  readonly chip: { readonly text: string; readonly tone: string };
}

Page({
  data: {
    phase: 'loading',
    trouble: NO_TROUBLE,
    stale: false,
    months: [] as { name: string; amountFen: number; count: number }[],
    rows: [] as Row[],
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
    this.setData({ rows: [], months: result.value.months.map(monthOf), stale: false });
    this.append(result.value);
    this.setData({ phase: this.data.rows.length > 0 ? 'ready' : 'empty' });
  },

  async loadMore() {
    this.setData({ tail: 'loading' });
    const result = await loadMyPackets(this.nextCursor);
    if (result.ok) this.append(result.value);
    else this.setData({ tail: 'failed' });
  },

  /** A packet won while paging may arrive twice; it is shown once. */
  append({ rows, nextCursor }: MyPackets) {
    const nowMs = serverClock.now();
    const fresh = rows.filter(({ claimId }) => !this.packets[claimId]);
    for (const packet of fresh) this.packets[packet.claimId] = packet;
    this.nextCursor = nextCursor;
    this.setData({
      rows: [...this.data.rows, ...fresh.map((packet) => rowOf(packet, nowMs))],
      tail: nextCursor === null ? 'end' : 'more',
    });
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
    const chosen = this.packets[String(event.currentTarget.dataset.claimId)];
    if (chosen) this.setData({ chosen, detailOpen: true });
  },

  closeDetail() {
    this.setData({ detailOpen: false });
  },
});

function rowOf(
  { claimId, campaignTitle, claimedAtMs, amountFen, payment }: PacketView,
  nowMs: number,
) {
  return {
    claimId,
    title: campaignTitle,
    when: formatWhen(claimedAtMs, nowMs),
    amountFen,
    chip: paymentChip(payment.step),
  };
}

/** `month` is '202611'. */
function monthOf({ month, amountFen, count }: MyPackets['months'][number]) {
  return { name: `${month.slice(0, 4)}年${Number(month.slice(-2))}月`, amountFen, count };
}
