import { type EndingWords, endingOf, failedWords } from '../../../components/round-ending/ending';
import type { PhoneFailure } from '../../../services/call-result';
import type { OpenRound } from '../../../services/open-rounds';
import { sendMove } from '../../../services/player';
import { enterRound, openRounds, settleRound } from '../../../services/rounds';
import { sentenceOf } from '../../../services/sentences';
import { serverClock } from '../../../services/server-clock';
import { rememberWon } from '../../../services/won-packets';
import type { RiddleFeedback, RiddleMove, RiddlesDeal } from '../../../shared/games/riddles';
import { isCurrentOpen, nextOpen, type Progress, resumeProgress, withFeedback } from './progress';
import { type RiddleWords, riddleWords } from './words';

interface Game {
  readonly round: OpenRound;
  readonly deal: RiddlesDeal;
  progress: Progress;
}

/** How long right or wrong stays on the lantern before the next riddle comes. */
const SHOW_RIGHT_MS = 1_000;
const SHOW_LOST_MS = 1_600;

Page({
  data: {
    /** entering, ready (countdown to the start), playing, ending, failed */
    phase: 'entering',
    startsAtMs: 0,
    endsAtMs: 0,
    words: null as RiddleWords | null,
    typed: '',
    /** The answer on its way, so that it cannot be sent twice. */
    asking: '',
    /** none, right, wrong, lost (no tries left), trouble */
    verdict: 'none',
    verdictText: '',
    hasNext: false,
    /** Null while the cloud counts. */
    endingWords: null as EndingWords | null,
  },

  campaignId: '',
  game: null as Game | null,
  timer: 0,

  onLoad(query: Record<string, string | undefined>) {
    this.campaignId = query.campaignId ?? '';
    void this.enter();
  },

  onUnload() {
    clearTimeout(this.timer);
  },

  async enter() {
    const result = await enterRound(this.campaignId);
    if (!result.ok) return this.fail(result.failure);
    const { start, resumed } = result.value;
    const round = openRounds.ofCampaign(this.campaignId);
    if (!round) return this.fail({ code: 'INTERNAL' });
    const deal = start.deal as RiddlesDeal;
    this.game = { round, deal, progress: resumeProgress(deal, resumed?.notes ?? null) };
    const waiting = start.startsAtMs > serverClock.now();
    this.setData({ startsAtMs: start.startsAtMs, endsAtMs: start.endsAtMs });
    if (waiting) this.setData({ phase: 'ready' });
    else this.play();
  },

  play() {
    this.setData({ phase: 'playing' });
    this.showRiddle();
  },

  showRiddle() {
    const { game } = this;
    if (!game) return;
    this.setData({
      words: riddleWords(game.deal, game.progress),
      hasNext: nextOpen(game.progress) !== null,
      verdict: 'none',
      verdictText: '',
      typed: '',
      asking: '',
    });
  },

  type(event: WechatMiniprogram.Input) {
    this.setData({ typed: event.detail.value });
  },

  choose(event: WechatMiniprogram.TouchEvent) {
    const { answer, tried } = event.currentTarget.dataset as { answer: string; tried: boolean };
    if (!tried) void this.answer(answer);
  },

  submit() {
    const typed = this.data.typed.trim();
    if (typed !== '') void this.answer(typed);
  },

  async answer(answer: string) {
    const { game } = this;
    if (!game || this.data.asking !== '' || !isCurrentOpen(game.progress)) return;
    const { no } = game.deal.riddles[game.progress.at]!;
    this.setData({ asking: answer, verdict: 'none', verdictText: '' });
    const move: RiddleMove = { no, answer };
    const result = await sendMove(game.round.ticket, move);
    if (this.data.phase !== 'playing') return;
    if (!result.ok) return this.showTrouble(result.failure);
    this.take(result.value.feedback as RiddleFeedback, answer);
  },

  /** A refusal costs no try: too fast waits and asks again, the rest only brings us up to date. */
  take(feedback: RiddleFeedback, answer: string) {
    const { game } = this;
    if (!game) return;
    if (feedback.refusal === 'too-fast') {
      this.timer = setTimeout(() => {
        this.setData({ asking: '' });
        void this.answer(answer);
      }, feedback.waitMs);
      return;
    }
    if (feedback.refusal === 'not-running') return void this.settle();
    game.progress = withFeedback(game.progress, feedback, answer);
    this.keep();
    this.showVerdict(feedback);
  },

  showVerdict({ right, triesLeft }: RiddleFeedback) {
    const { game } = this;
    if (!game) return;
    const words = riddleWords(game.deal, game.progress);
    if (right) {
      this.setData({ words, verdict: 'right', verdictText: '猜对了' });
      this.timer = setTimeout(() => this.advance(), SHOW_RIGHT_MS);
    } else if (triesLeft > 0) {
      const verdictText = `再想想，还可以猜 ${triesLeft} 次`;
      this.setData({ words, verdict: 'wrong', verdictText, asking: '', typed: '' });
    } else {
      this.setData({ words, verdict: 'lost', verdictText: '这题先放下，看下一题' });
      this.timer = setTimeout(() => this.advance(), SHOW_LOST_MS);
    }
  },

  showTrouble(failure: PhoneFailure) {
    if (failure.code === 'TICKET_EXPIRED') return void this.settle();
    const verdictText = sentenceOf(failure, serverClock.now());
    this.setData({ verdict: 'trouble', verdictText, asking: '' });
  },

  advance() {
    const { game } = this;
    if (!game || this.data.phase !== 'playing') return;
    const next = nextOpen(game.progress);
    if (next === null && !isCurrentOpen(game.progress)) return void this.settle();
    if (next !== null) game.progress = { ...game.progress, at: next };
    this.keep();
    this.showRiddle();
  },

  skip() {
    if (this.data.asking !== '') return;
    if (this.data.hasNext) this.advance();
    else void this.settle();
  },

  keep() {
    const { game } = this;
    if (game) openRounds.keep({ ...game.round, notes: game.progress });
  },

  async settle() {
    const { game } = this;
    if (!game || (this.data.phase === 'ending' && this.data.endingWords === null)) return;
    clearTimeout(this.timer);
    this.setData({ phase: 'ending', endingWords: null });
    const result = await settleRound({ ...game.round, notes: game.progress });
    const ending = endingOf(result, 'riddles', serverClock.now());
    if (ending.kind !== 'won') return this.setData({ endingWords: ending.words });
    if (result.ok) rememberWon(result.value.packets);
    wx.redirectTo({ url: `/pages/packet/packet?claimIds=${ending.claimIds.join(',')}&closed=1` });
  },

  fail(failure: PhoneFailure) {
    this.setData({ phase: 'failed', endingWords: failedWords(failure, serverClock.now()) });
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
