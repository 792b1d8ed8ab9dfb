import type { PhoneFailure } from '../../services/call-result';
import { loadFunding } from '../../services/cashier';
import { leavePage } from '../../services/leave-page';
import {
  createDraft,
  deleteDraft,
  loadCampaign,
  loadChannels,
  publishCampaign,
  saveDraft,
} from '../../services/organiser';
import { newRequestId } from '../../services/request-id';
import { NO_TROUBLE, sentenceOf, troubleOf } from '../../services/sentences';
import { serverClock } from '../../services/server-clock';
import type { FundingKind } from '../../shared/campaign';
import { type BalanceAccount, CHANNEL_RULES, type PayoutChannel } from '../../shared/channels';
import type { GameId } from '../../shared/games/game-rules';
import { heldFen } from '../funding/funding-view';
import { pickerValues, withDate, withTime } from './beijing-pickers';
import { type DraftForm, draftFrom, emptyForm, formFrom, splitOf } from './draft-form';
import { OCCASIONS } from './occasions';
import {
  type ChannelOption,
  channelOptions,
  channelProblem,
  FUNDING_OPTIONS,
  preferredChannel,
} from './pay-view';
import { LIMIT_ROWS, RAIN_ROWS, RIDDLE_ROWS } from './settings-rows';
import { type SummaryRow, summaryRows } from './summary';
import { LAST_STEP, WIZARD_STEPS } from './wizard-steps';
import { bottomCard, type ResultCard, type WizardView, wizardView } from './wizard-view';

const NIGHT_NOTE = '夜间 0–8 点抢到的红包会在 8:00 后发出。';

type TextField =
  | 'title'
  | 'senderName'
  | 'greeting'
  | 'totalYuan'
  | 'packetCount'
  | 'minYuan'
  | 'maxYuan'
  | 'allowText'
  | 'blockText';

interface Kept {
  readonly campaignId: string;
  readonly revision: number;
}

Page({
  /** What the cloud holds of this draft; null until it was saved once. */
  kept: null as Kept | null,
  /** Names the making of this draft: a repeated tap after a lost answer makes no second one. */
  requestId: newRequestId(),
  paidFen: 0,

  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed',
    failure: NO_TROUBLE,
    steps: WIZARD_STEPS,
    lastStep: LAST_STEP,
    step: 0,
    occasions: OCCASIONS,
    rainRows: RAIN_ROWS,
    riddleRows: RIDDLE_ROWS,
    limitRows: LIMIT_ROWS,
    channels: [] as ChannelOption[],
    fundings: FUNDING_OPTIONS,
    account: 'transfer' as BalanceAccount,
    /** Why the chosen channel cannot pay yet; empty when it can. */
    channelProblem: '',
    nightNote: '',
    /** The budget of a campaign that is paid in still has to be paid. */
    mustPay: false,
    hasOrders: false,
    form: emptyForm(0, 'transfer-bills'),
    view: null as WizardView | null,
    bottom: null as ResultCard | null,
    start: pickerValues(0),
    end: pickerValues(0),
    summary: [] as SummaryRow[],
    /** Problems of a step are shown once the step was left or its field was touched. */
    showProblems: false,
    busy: '' as '' | 'saving' | 'publishing' | 'deleting',
    canDelete: false,
    asking: '' as '' | 'publish' | 'delete',
    /** Why the last save or publish did not go through. */
    trouble: '',
  },

  onLoad(query: { campaignId?: string }) {
    this.requestId = newRequestId();
    if (query.campaignId) wx.setNavigationBarTitle({ title: '编辑活动' });
    return this.reload();
  },

  reload() {
    const campaignId = this.options.campaignId;
    return campaignId ? this.load(campaignId) : this.begin();
  },

  retry() {
    return this.data.failure.canRetry ? this.reload() : leavePage();
  },

  /** Back from the page on which the budget is paid. */
  onShow() {
    if (this.data.phase === 'ready') void this.look();
  },

  /** A new draft asks the cloud something first: whose page this is, and what time it really is. */
  async begin() {
    this.setData({ phase: 'loading' });
    const result = await loadChannels();
    if (!result.ok) {
      this.setData({ phase: 'failed', failure: troubleOf(result.failure, serverClock.now()) });
      return;
    }
    const { channels } = result.value;
    this.setData({ phase: 'ready', channels: channelOptions(channels) });
    this.showForm(emptyForm(serverClock.now(), preferredChannel(channels)));
  },

  async load(campaignId: string) {
    this.setData({ phase: 'loading' });
    const [result, channels] = await Promise.all([loadCampaign(campaignId), loadChannels()]);
    if (!result.ok || !channels.ok) {
      const { failure } = [result, channels].find(({ ok }) => !ok) as { failure: PhoneFailure };
      this.setData({ phase: 'failed', failure: troubleOf(failure, serverClock.now()) });
      return;
    }
    const { draft, revision, state } = result.value;
    if (state !== 'draft') {
      wx.redirectTo({ url: `/organiser/live/live?campaignId=${campaignId}` });
      return;
    }
    this.kept = { campaignId, revision };
    const options = channelOptions(channels.value.channels);
    this.setData({ phase: 'ready', canDelete: true, channels: options });
    this.showForm(formFrom(draft));
    await this.look();
  },

  showForm(form: DraftForm) {
    const nowMs = serverClock.now();
    const view = wizardView(form, nowMs);
    const problem = channelProblem(this.data.channels, form.channel);
    this.setData({
      form,
      view,
      start: pickerValues(form.startAtMs),
      end: pickerValues(form.endAtMs),
      summary: view.canPublish ? summaryRows(form, nowMs) : [],
      account: CHANNEL_RULES[form.channel].account,
      channelProblem: problem,
      bottom: bottomCard(view, problem, this.data.step),
      nightNote: CHANNEL_RULES[form.channel].keepsQuietHours ? NIGHT_NOTE : '',
      mustPay: form.funding === 'paid-in' && !(this.paidFen >= (splitOf(form).totalFen || 0)),
      trouble: '',
    });
  },

  change(part: Partial<DraftForm>) {
    this.showForm({ ...this.data.form, ...part });
  },

  onText(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
    const { field } = event.currentTarget.dataset as { field: TextField };
    this.change({ [field]: event.detail.value });
  },

  onOccasion(event: WechatMiniprogram.TouchEvent) {
    const { id } = event.currentTarget.dataset as { id: string };
    const occasion = OCCASIONS.find((known) => known.id === id);
    if (occasion) this.change(occasion.fill);
  },

  onGame(event: WechatMiniprogram.TouchEvent) {
    const { id } = event.currentTarget.dataset as { id: GameId };
    this.change({ gameId: id });
  },

  onRain(event: WechatMiniprogram.CustomEvent<{ value: number }>) {
    const { field } = event.currentTarget.dataset as { field: string };
    this.change({ rain: { ...this.data.form.rain, [field]: Number(event.detail.value) } });
  },

  onRiddles(event: WechatMiniprogram.CustomEvent<{ value: number }>) {
    const { field } = event.currentTarget.dataset as { field: string };
    this.change({ riddles: { ...this.data.form.riddles, [field]: Number(event.detail.value) } });
  },

  onAnswerBy(event: WechatMiniprogram.TouchEvent) {
    const { by } = event.currentTarget.dataset as { by: 'choice' | 'typing' };
    this.change({ riddles: { ...this.data.form.riddles, answerBy: by } });
  },

  onSplitKind(event: WechatMiniprogram.TouchEvent) {
    const { kind } = event.currentTarget.dataset as { kind: 'equal' | 'random' };
    this.change({ splitKind: kind });
  },

  onChannel(event: WechatMiniprogram.TouchEvent) {
    const { channel } = event.currentTarget.dataset as { channel: PayoutChannel };
    this.change({ channel });
  },

  onFunding(event: WechatMiniprogram.TouchEvent) {
    const { kind } = event.currentTarget.dataset as { kind: FundingKind };
    this.change({ funding: kind });
    void this.look();
  },

  onLimit(event: WechatMiniprogram.CustomEvent<{ value: number }>) {
    const { field } = event.currentTarget.dataset as { field: string };
    this.change({ [field]: Number(event.detail.value) });
  },

  onStartDate(event: WechatMiniprogram.PickerChange) {
    this.moveStart(withDate(this.data.form.startAtMs, String(event.detail.value)));
  },

  onStartTime(event: WechatMiniprogram.PickerChange) {
    this.moveStart(withTime(this.data.form.startAtMs, String(event.detail.value)));
  },

  /** The campaign keeps its length: an end that was chosen with care is not left behind. */
  moveStart(startAtMs: number) {
    const { form } = this.data;
    const lengthMs = Math.max(0, form.endAtMs - form.startAtMs);
    this.change({ startAtMs, endAtMs: startAtMs + lengthMs });
  },

  onEndDate(event: WechatMiniprogram.PickerChange) {
    this.change({ endAtMs: withDate(this.data.form.endAtMs, String(event.detail.value)) });
  },

  onEndTime(event: WechatMiniprogram.PickerChange) {
    this.change({ endAtMs: withTime(this.data.form.endAtMs, String(event.detail.value)) });
  },

  onStep(event: WechatMiniprogram.TouchEvent) {
    const { step } = event.currentTarget.dataset as { step: number };
    this.goTo(Number(step));
  },

  back() {
    this.goTo(this.data.step - 1);
  },

  next() {
    const { step, view } = this.data;
    if (view?.stepHasProblem[step]) {
      this.setData({ showProblems: true });
      wx.pageScrollTo({ scrollTop: 0 });
      return;
    }
    this.goTo(step + 1);
  },

  goTo(step: number) {
    // The last step shows everything that is left to do, wherever it is.
    const { view, channelProblem: problem } = this.data;
    const bottom = view && bottomCard(view, problem, step);
    this.setData({ step, bottom, showProblems: step === LAST_STEP });
    wx.pageScrollTo({ scrollTop: 0, duration: 0 });
  },

  async save() {
    if (await this.keep('saving')) wx.showToast({ title: '草稿已保存', icon: 'success' });
  },

  /** Saves the draft. False when it did not go through; the page says why. */
  async keep(busy: 'saving' | 'publishing'): Promise<boolean> {
    if (this.data.busy) return false;
    this.setData({ busy, trouble: '' });
    const draft = draftFrom(this.data.form);
    const result = this.kept
      ? await saveDraft(this.kept.campaignId, this.kept.revision, draft, newRequestId())
      : await createDraft(draft, this.requestId);
    this.setData({ busy: '' });
    if (!result.ok) {
      this.setData({ trouble: this.sentence(result.failure) });
      return false;
    }
    this.kept = { campaignId: result.value.campaignId, revision: result.value.revision };
    this.setData({ canDelete: true });
    return true;
  },

  async askToPublish() {
    const { view, mustPay, channelProblem: problem } = this.data;
    if (!view?.canPublish || problem) return;
    if (!mustPay) {
      this.setData({ asking: 'publish' });
      return;
    }
    // What is paid is the saved draft's total.
    if (!(await this.keep('saving')) || !this.kept) return;
    this.openFunding();
  },

  openFunding() {
    const campaignId = this.kept?.campaignId;
    if (campaignId) wx.navigateTo({ url: `/organiser/funding/funding?campaignId=${campaignId}` });
  },

  /** How much of this draft's budget is paid already. */
  async look() {
    if (!this.kept) return;
    const result = await loadFunding(this.kept.campaignId);
    if (!result.ok) return;
    this.paidFen = heldFen(result.value);
    this.setData({ hasOrders: result.value.orders.length > 0 });
    this.showForm(this.data.form);
  },

  askToDelete() {
    this.setData({ asking: 'delete' });
  },

  stopAsking() {
    this.setData({ asking: '' });
  },

  async publish() {
    this.setData({ asking: '' });
    if (!(await this.keep('publishing')) || !this.kept) return;
    this.setData({ busy: 'publishing' });
    const { campaignId, revision } = this.kept;
    const result = await publishCampaign(campaignId, revision);
    this.setData({ busy: '' });
    if (!result.ok) {
      this.setData({ trouble: this.sentence(result.failure) });
      return;
    }
    wx.redirectTo({ url: `/organiser/live/live?campaignId=${campaignId}` });
  },

  async remove() {
    this.setData({ asking: '' });
    if (!this.kept || this.data.busy) return;
    this.setData({ busy: 'deleting' });
    const result = await deleteDraft(this.kept.campaignId);
    this.setData({ busy: '' });
    if (result.ok) leavePage();
    else this.setData({ trouble: this.sentence(result.failure) });
  },

  sentence(failure: PhoneFailure): string {
    return sentenceOf(failure, serverClock.now());
  },
});
