import type { CallResult, PhoneFailure } from '../../services/call-result';
import { checkOrder, closeOrder, loadFunding, refundRest } from '../../services/cashier';
import { leavePage } from '../../services/leave-page';
import { payForCampaign } from '../../services/money-pages';
import { loadCampaign } from '../../services/organiser';
import { keepPayableOrder, payableOrders } from '../../services/payable-orders';
import { newRequestId } from '../../services/request-id';
import { NO_TROUBLE, sentenceOf, troubleOf } from '../../services/sentences';
import { serverClock } from '../../services/server-clock';
import { type BalanceAccount, CHANNEL_RULES } from '../../shared/channels';
import type { FundingView } from '../../shared/contract/funding';
import type { OrganiserCampaign } from '../../shared/contract/organiser-campaign';
import { parseYuan } from '../../shared/fen';
import { type FundingPage, fundingPage, paymentNote } from './funding-view';

interface Intent {
  readonly amountFen: number;
  readonly requestId: string;
}

interface SettlingRefund {
  readonly orderNo: string;
  readonly refundNo: string;
  readonly yuan: string;
}

/**
 * Where a campaign's budget comes from, and where it went. `wantedFen` is the total of
 * a budget that is to grow, which is paid first.
 */
Page({
  campaign: null as OrganiserCampaign | null,
  funding: null as FundingView | null,
  /** The order that is being made: a repeated tap after a lost answer makes no second one. */
  intent: null as Intent | null,
  refundRequestId: '',

  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed',
    trouble: NO_TROUBLE,
    stale: false,
    title: '',
    account: 'transfer' as BalanceAccount,
    page: null as FundingPage | null,
    yuan: '',
    busy: '' as '' | 'pay' | 'close' | 'refund',
    busyOrderNo: '',
    askingToRefund: false,
    campaignId: '',
    settling: null as SettlingRefund | null,
    note: '',
  },

  onLoad() {
    this.setData({ campaignId: this.campaignId() });
    return this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    const campaignId = this.campaignId();
    const [campaign, funding] = await Promise.all([
      loadCampaign(campaignId),
      loadFunding(campaignId),
    ]);
    if (!campaign.ok) return this.fail(campaign.failure);
    if (!funding.ok) return this.fail(funding.failure);
    this.campaign = campaign.value;
    const { draft } = campaign.value;
    this.setData({
      phase: 'ready',
      stale: false,
      title: draft.title || '未命名活动',
      account: CHANNEL_RULES[draft.channel].account,
    });
    this.show(funding.value);
    await this.lookAtOpenOrder(funding.value);
  },

  /** An order may have been paid since this page was left; the provider knows first. */
  async lookAtOpenOrder({ orders }: FundingView) {
    const open = orders.find(({ state }) => state === 'UNPAID');
    if (!open) return;
    const result = await checkOrder(this.campaignId(), open.orderNo);
    if (result.ok && !this.data.busy) this.show(result.value);
  },

  show(funding: FundingView) {
    const { campaign } = this;
    if (!campaign) return;
    this.funding = funding;
    const facts = {
      funding,
      state: campaign.state,
      wantedFen: Number(this.options.wantedFen ?? 0),
      payableOrders: payableOrders().map(({ orderNo }) => orderNo),
    };
    const page = fundingPage(facts, serverClock.now());
    this.setData({ page, yuan: page.dueYuan });
  },

  campaignId(): string {
    return this.options.campaignId ?? '';
  },

  fail(failure: PhoneFailure) {
    const trouble = troubleOf(failure, serverClock.now());
    if (this.data.phase === 'ready') this.setData({ stale: true, trouble });
    else this.setData({ phase: 'failed', trouble });
  },

  retry() {
    if (!this.data.trouble.canRetry) return leavePage();
    if (this.data.phase === 'failed') this.setData({ phase: 'loading' });
    void this.load();
  },

  onYuan(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ yuan: event.detail.value, note: '' });
  },

  pay() {
    const amountFen = parseYuan(this.data.yuan);
    if (amountFen === null || amountFen <= 0) {
      this.setData({ note: '请填写支付金额，最多两位小数' });
      return;
    }
    if (this.intent?.amountFen !== amountFen) {
      this.intent = { amountFen, requestId: newRequestId() };
    }
    return this.payIntent(this.intent);
  },

  payAgain(event: WechatMiniprogram.TouchEvent) {
    const { orderNo } = event.currentTarget.dataset as { orderNo: string };
    const order = payableOrders().find((known) => known.orderNo === orderNo);
    if (order) return this.payIntent(order);
  },

  async payIntent({ amountFen, requestId }: Intent) {
    if (this.data.busy) return;
    this.setData({ busy: 'pay', note: '' });
    const payment = await payForCampaign(this.campaignId(), { amountFen, requestId }, (orderNo) => {
      this.intent = null;
      keepPayableOrder({ orderNo, amountFen, requestId });
    });
    const note = paymentNote(payment, serverClock.now());
    this.setData({ busy: '', note });
    if (payment.funding) this.show(payment.funding);
    // The order exists, even when nothing more is known about it.
    else if (!this.intent) await this.load();
    if (note === '') wx.showToast({ title: '已付款', icon: 'success' });
  },

  closeOrder(event: WechatMiniprogram.TouchEvent) {
    const { orderNo } = event.currentTarget.dataset as { orderNo: string };
    this.setData({ busyOrderNo: orderNo });
    return this.perform('close', closeOrder(this.campaignId(), orderNo));
  },

  askToRefund() {
    this.refundRequestId = newRequestId();
    this.setData({ askingToRefund: true, note: '' });
  },

  stopAsking() {
    this.setData({ askingToRefund: false });
  },

  refund() {
    this.setData({ askingToRefund: false });
    return this.perform('refund', refundRest(this.campaignId(), this.refundRequestId));
  },

  async perform(busy: 'close' | 'refund', call: Promise<CallResult<FundingView>>) {
    this.setData({ busy, note: '' });
    const result = await call;
    this.setData({ busy: '', busyOrderNo: '' });
    if (result.ok) this.show(result.value);
    else this.setData({ note: sentenceOf(result.failure, serverClock.now()) });
  },

  askToSettle(event: WechatMiniprogram.TouchEvent) {
    const { orderNo, refund } = event.currentTarget.dataset as {
      orderNo: string;
      refund: { refundNo: string; yuan: string };
    };
    this.setData({ settling: { orderNo, ...refund }, note: '' });
  },

  onSettled({ detail }: WechatMiniprogram.CustomEvent<{ funding?: FundingView }>) {
    this.setData({ settling: null });
    if (detail?.funding) this.show(detail.funding);
  },

  onDeclared() {
    void this.load();
  },

  goToPublish() {
    const pages = getCurrentPages();
    const cameFromEdit = pages[pages.length - 2]?.route === 'organiser/edit/edit';
    if (cameFromEdit) wx.navigateBack();
    else wx.redirectTo({ url: `/organiser/edit/edit?campaignId=${this.campaignId()}` });
  },
});
