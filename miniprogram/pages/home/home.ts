import type { PhoneFailure } from '../../services/call-result';
import { loadHome } from '../../services/player';
import { type SettledRound, settleEndedRounds } from '../../services/rounds';
import { NO_TROUBLE, troubleOf } from '../../services/sentences';
import { serverClock } from '../../services/server-clock';
import { greetingAt } from '../../services/when';
import { rememberWon } from '../../services/won-packets';
import type { HomeView } from '../../shared/contract/player';

Page({
  data: {
    phase: 'loading',
    trouble: NO_TROUBLE,
    stale: false,
    greeting: '',
    next: null as HomeView['campaigns'][number] | null,
    others: [] as HomeView['campaigns'][number][],
    isOrganiser: false,
    playerCode: '',
    /** Packets of a round that could only be handed in now. */
    lateIds: [] as string[],
  },

  async onShow() {
    await this.load();
    // After the first reply: whether a round is over is a question to the server's clock.
    await this.collectLate();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    const result = await loadHome();
    if (result.ok) this.show(result.value);
    else this.fail(result.failure);
  },

  show({ campaigns, isOrganiser, playerCode }: HomeView) {
    const [next = null, ...others] = campaigns;
    this.setData({
      phase: next ? 'ready' : 'empty',
      stale: false,
      greeting: greetingAt(serverClock.now()),
      next,
      others,
      isOrganiser,
      playerCode,
    });
  },

  /** What is already on the page stays there, under a bar that says so. */
  fail(failure: PhoneFailure) {
    const trouble = troubleOf(failure, serverClock.now());
    const hasContent = this.data.phase === 'ready' || this.data.phase === 'empty';
    if (hasContent) this.setData({ stale: true, trouble });
    else this.setData({ phase: 'failed', trouble });
  },

  async collectLate() {
    const settled = await settleEndedRounds();
    const packets = settled.flatMap(({ result }: SettledRound) => result.packets);
    if (packets.length === 0) return;
    rememberWon(packets);
    this.setData({ lateIds: packets.map((packet) => packet.claimId) });
  },

  retry() {
    if (this.data.phase === 'failed') this.setData({ phase: 'loading' });
    void this.load();
  },

  openCampaign(event: WechatMiniprogram.CustomEvent<{ campaignId: string }>) {
    const { campaignId } = event.detail;
    wx.navigateTo({ url: `/pages/lobby/lobby?campaignId=${campaignId}` });
  },

  openLate() {
    const claimIds = this.data.lateIds.join(',');
    this.setData({ lateIds: [] });
    wx.navigateTo({ url: `/pages/packet/packet?claimIds=${claimIds}&closed=1` });
  },

  openOrganiser() {
    wx.navigateTo({ url: '/organiser/list/list' });
  },

  onShareAppMessage() {
    return { title: '红包派对', path: '/pages/home/home' };
  },
});
