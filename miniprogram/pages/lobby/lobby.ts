import type { PhoneFailure } from '../../services/call-result';
import { entryScene } from '../../services/entry-scene';
import { asSeenFrom } from '../../services/packet-task';
import { packetChip } from '../../services/payment-words';
import { loadLobby } from '../../services/player';
import { openRounds, settleEndedRounds } from '../../services/rounds';
import { GAME_NAMES, NO_TROUBLE, troubleOf } from '../../services/sentences';
import { serverClock } from '../../services/server-clock';
import type { LobbyView } from '../../shared/contract/player-campaign';
import { type LobbyWords, lobbyWords, type PayHint, payHint } from './lobby-words';
import { type RuleSection, rulesOf } from './rules';

/** How often an open lobby looks again; spread, so that a waiting crowd does not ask all at once. */
const LOOK_AGAIN_LEAST_MS = 15_000;
const LOOK_AGAIN_SPREAD_MS = 10_000;

Page({
  timer: 0,
  visible: false,

  data: {
    phase: 'loading',
    trouble: NO_TROUBLE,
    stale: false,
    campaignId: '',
    lobby: null as LobbyView | null,
    words: null as LobbyWords | null,
    gameName: '',
    payHint: null as PayHint | null,
    myPackets: [] as { claimId: string; amountFen: number; chip: { text: string; tone: string } }[],
    rules: [] as RuleSection[],
    rulesOpen: false,
  },

  onLoad(query: Record<string, string | undefined>) {
    this.setData({ campaignId: query.campaignId ?? '' });
  },

  async onShow() {
    this.visible = true;
    await this.load();
    // After the first reply: whether a round is over is a question to the server's clock.
    const settled = await settleEndedRounds();
    if (settled.length > 0) await this.load();
    this.lookAgainLater();
  },

  onHide() {
    this.stopLooking();
  },

  onUnload() {
    this.stopLooking();
  },

  stopLooking() {
    this.visible = false;
    clearTimeout(this.timer);
  },

  /** The packets that are left change while people stand here. */
  lookAgainLater() {
    clearTimeout(this.timer);
    if (!this.visible) return;
    const afterMs = LOOK_AGAIN_LEAST_MS + Math.random() * LOOK_AGAIN_SPREAD_MS;
    this.timer = setTimeout(async () => {
      await this.load();
      this.lookAgainLater();
    }, afterMs);
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    const result = await loadLobby(this.data.campaignId);
    if (result.ok) this.show(result.value);
    else this.fail(result.failure);
  },

  show(lobby: LobbyView) {
    const scene = entryScene();
    const myPackets = lobby.me.packets.map((packet) => ({
      claimId: packet.claimId,
      amountFen: packet.amountFen,
      chip: packetChip(asSeenFrom(packet, scene)),
    }));
    const gameName = GAME_NAMES[lobby.campaign.gameId];
    const hint = payHint(lobby, scene);
    this.setData({ phase: 'ready', stale: false, lobby, myPackets, gameName, payHint: hint });
    this.say();
  },

  /** Also when a countdown ends: the door opens by the server's clock, without a crowd of calls. */
  say() {
    const { lobby, campaignId } = this.data;
    if (!lobby) return;
    const nowMs = serverClock.now();
    const left = openRounds.ofCampaign(campaignId);
    const canResume = left !== null && left.endsAtMs > nowMs;
    this.setData({ words: lobbyWords(lobby, nowMs, canResume) });
  },

  fail(failure: PhoneFailure) {
    const trouble = troubleOf(failure, serverClock.now());
    if (this.data.phase === 'ready') this.setData({ stale: true, trouble });
    else this.setData({ phase: 'failed', trouble });
  },

  retry() {
    if (!this.data.trouble.canRetry) return wx.switchTab({ url: '/pages/home/home' });
    if (this.data.phase === 'failed') this.setData({ phase: 'loading' });
    void this.load();
  },

  enter() {
    const { words, lobby, campaignId } = this.data;
    if (!words || !lobby) return;
    if (words.button.action === 'play') {
      wx.navigateTo({ url: `/games/${lobby.campaign.gameId}/play/play?campaignId=${campaignId}` });
    }
    if (words.button.action === 'packets') this.openPackets();
  },

  openPackets() {
    const [only, ...more] = this.data.myPackets;
    if (!only) return;
    if (more.length > 0) wx.switchTab({ url: '/pages/my-packets/my-packets' });
    else wx.navigateTo({ url: `/pages/packet/packet?claimIds=${only.claimId}` });
  },

  openPacket(event: WechatMiniprogram.TouchEvent) {
    const claimId = String(event.currentTarget.dataset.claimId);
    wx.navigateTo({ url: `/pages/packet/packet?claimIds=${claimId}` });
  },

  openLink() {
    wx.navigateTo({ url: '/pages/link/link' });
  },

  openRules() {
    const { lobby } = this.data;
    if (!lobby) return;
    this.setData({ rules: rulesOf(lobby.campaign, serverClock.now()), rulesOpen: true });
  },

  closeRules() {
    this.setData({ rulesOpen: false });
  },

  /** A plain card: sharing is free and gives nothing. */
  onShareAppMessage() {
    const { lobby, campaignId } = this.data;
    return {
      title: lobby ? `${lobby.campaign.senderName}：${lobby.campaign.title}` : '红包派对',
      path: `/pages/lobby/lobby?campaignId=${campaignId}`,
    };
  },
});
