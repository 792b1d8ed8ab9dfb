import type { PhoneFailure } from '../../services/call-result';
import {
  createDraft,
  deleteDraft,
  listCampaigns,
  loadCampaign,
  publishCampaign,
  saveDraft,
} from '../../services/organiser';
import { newRequestId } from '../../services/request-id';
import { sentenceOf } from '../../services/sentences';
import { serverClock } from '../../services/server-clock';
import type { GameId } from '../../shared/games/game-rules';
import { pickerValues, withDate, withTime } from './beijing-pickers';
import { type DraftForm, draftFrom, emptyForm, formFrom } from './draft-form';
import { OCCASIONS } from './occasions';
import { LIMIT_ROWS, RAIN_ROWS, RIDDLE_ROWS } from './settings-rows';
import { type SummaryRow, summaryRows } from './summary';
import { LAST_STEP, WIZARD_STEPS } from './wizard-steps';
import { type WizardView, wizardView } from './wizard-view';

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

  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed',
    failure: '',
    steps: WIZARD_STEPS,
    lastStep: LAST_STEP,
    step: 0,
    occasions: OCCASIONS,
    rainRows: RAIN_ROWS,
    riddleRows: RIDDLE_ROWS,
    limitRows: LIMIT_ROWS,
    form: emptyForm(0),
    view: null as WizardView | null,
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

  /** A new draft asks the cloud something first: whose page this is, and what time it really is. */
  async begin() {
    this.setData({ phase: 'loading' });
    const result = await listCampaigns(null);
    if (!result.ok) {
      this.setData({ phase: 'failed', failure: this.sentence(result.failure) });
      return;
    }
    this.setData({ phase: 'ready' });
    this.showForm(emptyForm(serverClock.now()));
  },

  async load(campaignId: string) {
    this.setData({ phase: 'loading' });
    const result = await loadCampaign(campaignId);
    if (!result.ok) {
      this.setData({ phase: 'failed', failure: this.sentence(result.failure) });
      return;
    }
    const { draft, revision, state } = result.value;
    if (state !== 'draft') {
      wx.redirectTo({ url: `/organiser/live/live?campaignId=${campaignId}` });
      return;
    }
    this.kept = { campaignId, revision };
    this.setData({ phase: 'ready', canDelete: true });
    this.showForm(formFrom(draft));
  },

  showForm(form: DraftForm) {
    const nowMs = serverClock.now();
    const view = wizardView(form, nowMs);
    this.setData({
      form,
      view,
      start: pickerValues(form.startAtMs),
      end: pickerValues(form.endAtMs),
      summary: view.canPublish ? summaryRows(form, nowMs) : [],
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
    this.setData({ step, showProblems: step === LAST_STEP });
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

  askToPublish() {
    if (this.data.view?.canPublish) this.setData({ asking: 'publish' });
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
    if (result.ok) wx.navigateBack();
    else this.setData({ trouble: this.sentence(result.failure) });
  },

  sentence(failure: PhoneFailure): string {
    return sentenceOf(failure, serverClock.now());
  },
});
