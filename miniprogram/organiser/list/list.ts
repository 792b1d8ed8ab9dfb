import type { PhoneFailure } from '../../services/call-result';
import { leavePage } from '../../services/leave-page';
import { listCampaigns } from '../../services/organiser';
import { NO_TROUBLE, troubleOf } from '../../services/sentences';
import { serverClock } from '../../services/server-clock';
import { type CardView, cardView } from './card-view';

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'empty' | 'failed',
    trouble: NO_TROUBLE,
    cards: [] as CardView[],
    /** Set while cards are shown but could not be refreshed or continued. */
    stale: false,
    nextCursor: null as string | null,
  },

  onShow() {
    return this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async onReachBottom() {
    if (this.data.nextCursor !== null) await this.show(this.data.nextCursor);
  },

  load() {
    return this.show(null);
  },

  async show(cursor: string | null) {
    const result = await listCampaigns(cursor);
    if (!result.ok) return this.fail(result.failure);
    const nowMs = serverClock.now();
    const rows = result.value.rows.map((row) => cardView(row, nowMs));
    const cards = cursor === null ? rows : [...this.data.cards, ...rows];
    this.setData({
      phase: cards.length > 0 ? 'ready' : 'empty',
      cards,
      stale: false,
      nextCursor: result.value.nextCursor,
    });
  },

  fail(failure: PhoneFailure) {
    const trouble = troubleOf(failure, serverClock.now());
    if (this.data.phase === 'ready') this.setData({ stale: true, trouble });
    else this.setData({ phase: 'failed', trouble });
  },

  retry() {
    if (!this.data.trouble.canRetry) return leavePage();
    this.setData({ phase: 'loading' });
    return this.load();
  },

  create() {
    wx.navigateTo({ url: '/organiser/edit/edit' });
  },

  open(event: WechatMiniprogram.TouchEvent) {
    const { id, draft } = event.currentTarget.dataset as { id: string; draft: boolean };
    const page = draft ? 'edit/edit' : 'live/live';
    wx.navigateTo({ url: `/organiser/${page}?campaignId=${id}` });
  },
});
