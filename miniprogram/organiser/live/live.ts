import type { PhoneFailure } from '../../services/call-result';
import { leavePage } from '../../services/leave-page';
import { endCampaign, listClaims, loadLive, resumePayouts } from '../../services/organiser';
import { NO_TROUBLE, sentenceOf, troubleOf } from '../../services/sentences';
import { serverClock } from '../../services/server-clock';
import type { OrganiserCampaign } from '../../shared/contract/organiser-campaign';
import { type ClaimLine, claimLine, type LivePage, livePage } from './live-view';

const REFRESH_MS = 5_000;

Page({
  timer: 0,
  visible: false,

  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed',
    failure: NO_TROUBLE,
    stale: false,
    live: null as LivePage | null,
    campaignId: '',
    campaign: null as OrganiserCampaign | null,
    resuming: false,
    claims: [] as ClaimLine[],
    nextCursor: null as string | null,
    loadingMore: false,
    askingToEnd: false,
    ending: false,
    withdrawing: null as ClaimLine | null,
    trouble: '',
  },

  onLoad() {
    this.setData({ campaignId: this.campaignId() });
  },

  onShow() {
    this.visible = true;
    return this.refreshAndRepeat();
  },

  onHide() {
    this.stopRepeating();
  },

  onUnload() {
    this.stopRepeating();
  },

  stopRepeating() {
    this.visible = false;
    clearTimeout(this.timer);
  },

  async onPullDownRefresh() {
    await this.refresh();
    wx.stopPullDownRefresh();
  },

  async onReachBottom() {
    const { nextCursor, loadingMore } = this.data;
    if (nextCursor === null || loadingMore) return;
    this.setData({ loadingMore: true });
    const result = await listClaims(this.campaignId(), nextCursor);
    this.setData({ loadingMore: false });
    if (!result.ok) return this.fail(result.failure);
    const nowMs = serverClock.now();
    const more = result.value.rows.map((row) => claimLine(row, nowMs));
    this.setData({
      claims: [...this.data.claims, ...more],
      nextCursor: result.value.nextCursor,
    });
  },

  async refreshAndRepeat() {
    clearTimeout(this.timer);
    await this.refresh();
    if (!this.visible) return;
    this.timer = setTimeout(() => this.refreshAndRepeat(), REFRESH_MS);
  },

  async refresh() {
    const [live, claims] = await Promise.all([
      loadLive(this.campaignId()),
      listClaims(this.campaignId(), null),
    ]);
    if (!live.ok) return this.fail(live.failure);
    if (!claims.ok) return this.fail(claims.failure);
    const nowMs = serverClock.now();
    this.setData({
      phase: 'ready',
      stale: false,
      live: livePage(live.value, nowMs),
      campaign: live.value.campaign,
      ...this.mergedClaims(
        claims.value.rows.map((row) => claimLine(row, nowMs)),
        claims.value.nextCursor,
      ),
    });
  },

  /** Fresh rows go on top of the pages a person has already scrolled through. */
  mergedClaims(fresh: ClaimLine[], nextCursor: string | null) {
    const known = new Set(fresh.map(({ claimId }) => claimId));
    const older = this.data.claims.filter(({ claimId }) => !known.has(claimId));
    if (older.length === 0) return { claims: fresh, nextCursor };
    return { claims: [...fresh, ...older], nextCursor: this.data.nextCursor };
  },

  campaignId(): string {
    return this.options.campaignId ?? '';
  },

  fail(failure: PhoneFailure) {
    const trouble = troubleOf(failure, serverClock.now());
    const phase = this.data.phase === 'ready' ? 'ready' : 'failed';
    this.setData({ phase, stale: phase === 'ready', failure: trouble });
  },

  retry() {
    return this.data.failure.canRetry ? this.refreshAndRepeat() : leavePage();
  },

  async resumePayouts() {
    this.setData({ resuming: true, trouble: '' });
    const result = await resumePayouts(this.campaignId());
    this.setData({ resuming: false });
    if (!result.ok) {
      this.setData({ trouble: sentenceOf(result.failure, serverClock.now()) });
      return;
    }
    wx.showToast({ title: '马上再试一笔', icon: 'none' });
    await this.refresh();
  },

  openFunding() {
    wx.navigateTo({ url: `/organiser/funding/funding?campaignId=${this.campaignId()}` });
  },

  askToWithdraw(event: WechatMiniprogram.TouchEvent) {
    const { claimId } = event.currentTarget.dataset as { claimId: string };
    const line = this.data.claims.find((known) => known.claimId === claimId);
    this.setData({ withdrawing: line ?? null });
  },

  stopWithdrawing() {
    this.setData({ withdrawing: null });
    return this.refresh();
  },

  askToEnd() {
    this.setData({ askingToEnd: true, trouble: '' });
  },

  stopAsking() {
    this.setData({ askingToEnd: false });
  },

  async end() {
    this.setData({ askingToEnd: false, ending: true });
    const result = await endCampaign(this.campaignId());
    this.setData({ ending: false });
    if (!result.ok) {
      this.setData({ trouble: sentenceOf(result.failure, serverClock.now()) });
      return;
    }
    await this.refresh();
  },
});
