import { type EndingWords, endingOf, failedWords } from '../../../components/round-ending/ending';
import type { PhoneFailure } from '../../../services/call-result';
import type { OpenRound } from '../../../services/open-rounds';
import { enterRound, openRounds, settleRound } from '../../../services/rounds';
import { serverClock } from '../../../services/server-clock';
import { rememberWon } from '../../../services/won-packets';
import type { RainDeal, RainEvidence } from '../../../shared/games/red-packet-rain';
import { type CanvasBrush, createBrush } from './brush';
import { createDetail, type Detail } from './detail';
import { type Hud, hudOf } from './hud';
import { createScene, frame, judgeTouches, rehearse, type Scene } from './scene';
import { createHitSound, type HitSound } from './sound';

/** Everything of one round that is not shown by the template. */
interface Stage {
  readonly round: OpenRound;
  readonly deal: RainDeal;
  readonly startsAtMs: number;
  /** Server time minus the phone's, read once: a round does not jump when the clock learns. */
  readonly clockOffsetMs: number;
  readonly canvas: WechatMiniprogram.Canvas;
  readonly scene: Scene;
  readonly detail: Detail;
  readonly brush: CanvasBrush;
}

/** Before the first packet falls; long enough to find the right detail, after the page came in. */
const REHEARSAL_MS = 2_000;
/** The figures on top change at most this often; packets are drawn by the canvas alone. */
const HUD_PAUSE_MS = 250;

Page({
  data: {
    /** entering, ready (3-2-1), playing, ending, failed */
    phase: 'entering',
    startsAtMs: 0,
    countIn: '',
    hud: { secondsLeft: 0, hits: 0, goal: '' } as Hud,
    muted: false,
    topPx: 0,
    /** Null while the cloud counts. */
    words: null as EndingWords | null,
  },

  campaignId: '',
  stage: null as Stage | null,
  sound: null as HitSound | null,
  timer: 0,
  frameId: 0,
  hudAtMs: 0,
  still: false,

  onLoad(query: Record<string, string | undefined>) {
    this.campaignId = query.campaignId ?? '';
    this.sound = createHitSound();
    // Below the platform's capsule, whatever the phone's notch looks like.
    const topPx = wx.getMenuButtonBoundingClientRect().bottom + 8;
    this.setData({ muted: this.sound.muted(), topPx });
    void this.enter();
  },

  async enter() {
    const result = await enterRound(this.campaignId);
    if (!result.ok) return this.fail(result.failure);
    const { start, resumed } = result.value;
    const round = openRounds.ofCampaign(this.campaignId);
    if (!round) return this.fail({ code: 'INTERNAL' });
    const evidence = resumed?.evidence as RainEvidence | undefined;
    this.setUp(round, start.deal as RainDeal, start.startsAtMs, evidence?.taps ?? []);
  },

  setUp(round: OpenRound, deal: RainDeal, startsAtMs: number, taps: RainEvidence['taps']) {
    const query = wx.createSelectorQuery();
    query.select('#rain').fields({ node: true, size: true });
    query.exec(([field]: { node: WechatMiniprogram.Canvas; width: number; height: number }[]) => {
      if (!field) return this.fail({ code: 'INTERNAL' });
      const size = { width: field.width, height: field.height };
      const scene = createScene(deal, size, taps);
      scene.still = this.still;
      const detail = createDetail(wx.getWindowInfo().pixelRatio);
      this.stage = {
        round,
        deal,
        startsAtMs,
        clockOffsetMs: serverClock.now() - Date.now(),
        canvas: field.node,
        scene,
        detail,
        brush: createBrush(field.node, size, detail.ratio()),
      };
      this.setData({ phase: 'ready', startsAtMs });
      this.countIn();
      this.nextFrame();
    });
  },

  elapsedMs(): number {
    const { stage } = this;
    return stage ? Date.now() + stage.clockOffsetMs - stage.startsAtMs : 0;
  },

  /** 3, 2, 1 by the server's clock; a round that has begun is joined at once. */
  countIn() {
    const waitMs = -this.elapsedMs();
    if (waitMs <= 0) return this.play();
    this.setData({ countIn: String(Math.ceil(waitMs / 1000)) });
    this.timer = setTimeout(() => this.countIn(), waitMs % 1000 || 1000);
  },

  play() {
    this.setData({ phase: 'playing', countIn: '' });
    this.showHud(true);
  },

  nextFrame() {
    const { stage } = this;
    if (!stage) return;
    this.frameId = stage.canvas.requestAnimationFrame(() => {
      const elapsedMs = this.elapsedMs();
      if (elapsedMs >= stage.deal.roundMs) return void this.finish();
      if (elapsedMs > -REHEARSAL_MS) this.draw(stage, elapsedMs);
      this.nextFrame();
    });
  },

  draw({ scene, brush, detail }: Stage, elapsedMs: number) {
    detail.frameBegan(Date.now());
    // The next task comes when everything of this frame is done.
    setTimeout(() => detail.frameEnded(Date.now()), 0);
    brush.setRatio(detail.ratio());
    if (this.data.phase !== 'playing') return rehearse(scene, brush);
    const hitsBefore = scene.taps.length;
    frame(scene, elapsedMs, brush);
    if (scene.taps.length > hitsBefore) this.sound?.play();
    this.showHud(false);
  },

  showHud(now: boolean) {
    const { stage } = this;
    if (!stage || (!now && Date.now() - this.hudAtMs < HUD_PAUSE_MS)) return;
    const hud = hudOf(stage.deal, stage.scene.taps.length, this.elapsedMs());
    const { secondsLeft, hits } = this.data.hud;
    if (!now && hud.secondsLeft === secondsLeft && hud.hits === hits) return;
    this.hudAtMs = Date.now();
    this.setData({ hud });
  },

  onTouch(event: WechatMiniprogram.TouchEvent) {
    const { stage } = this;
    if (!stage || this.data.phase !== 'playing') return;
    const atMs = this.elapsedMs();
    for (const { clientX, clientY } of event.changedTouches) {
      stage.scene.touches.push({ x: clientX, y: clientY, atMs });
    }
  },

  onLessMotion() {
    this.still = true;
    if (this.stage) this.stage.scene.still = true;
  },

  toggleSound() {
    if (this.sound) this.setData({ muted: this.sound.toggle() });
  },

  /** The round as it stands, to play on or to hand in. */
  played(stage: Stage): OpenRound {
    const evidence: RainEvidence = { taps: stage.scene.taps };
    return { ...stage.round, evidence };
  },

  async finish() {
    const { stage } = this;
    if (!stage || this.data.phase === 'ending') return;
    judgeTouches(stage.scene);
    this.setData({ phase: 'ending', words: null });
    await this.settle();
  },

  async settle() {
    const { stage } = this;
    if (!stage) return;
    this.setData({ words: null });
    const result = await settleRound(this.played(stage));
    const ending = endingOf(result, 'red-packet-rain', serverClock.now());
    if (ending.kind !== 'won') return this.setData({ words: ending.words });
    if (result.ok) rememberWon(result.value.packets);
    wx.redirectTo({ url: `/pages/packet/packet?claimIds=${ending.claimIds.join(',')}&closed=1` });
  },

  /** The rain goes on without us; where it is follows from the time when we are back. */
  onHide() {
    this.rest();
    if (this.stage && this.data.phase === 'playing') openRounds.keep(this.played(this.stage));
  },

  onShow() {
    if (!this.stage) return;
    const { phase } = this.data;
    if (phase === 'ready') this.countIn();
    if (phase === 'ready' || phase === 'playing') this.nextFrame();
  },

  onUnload() {
    this.onHide();
    this.sound?.close();
  },

  rest() {
    clearTimeout(this.timer);
    this.stage?.canvas.cancelAnimationFrame(this.frameId);
  },

  fail(failure: PhoneFailure) {
    this.setData({ phase: 'failed', words: failedWords(failure, serverClock.now()) });
  },

  retry() {
    this.setData({ phase: 'entering' });
    void this.enter();
  },

  leave() {
    if (getCurrentPages().length > 1) wx.navigateBack();
    else wx.redirectTo({ url: `/pages/lobby/lobby?campaignId=${this.campaignId}` });
  },
});
