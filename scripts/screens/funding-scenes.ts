import { fundingView, PAYMENT_CALL } from '../../test/support/views/funding';
import {
  balance,
  channels,
  fewChannels,
  fundingAnswers,
  noBalance,
  order,
  paid,
} from './funding-replies';
import { organiserCampaign } from './replies';
import { refuse, type Scene } from './scene';
import { tapExactly } from './taps';

/* How an organiser chooses how to pay, and where the budget is. */
const DRAFT = 'organiser/edit/edit?campaignId=c1';
const FUNDING = 'organiser/funding/funding?campaignId=c1';

const draft = () => organiserCampaign({ state: 'draft' });

/** An order that this phone made, as it remembers it. */
const KNOWN_ORDER = `wx.setStorageSync('payable-orders', [{ orderNo: '${order(1).orderNo}', amountFen: 200000, requestId: 'r' }])`;

export const FUNDING_SCENES: readonly Scene[] = [
  {
    name: 'wizard-3-pay',
    page: DRAFT,
    answers: { get: draft, channels, balance },
    act: tapExactly('发放'),
  },
  {
    name: 'wizard-3-pay-not-ready-dark',
    page: DRAFT,
    dark: true,
    answers: { get: draft, channels: fewChannels, balance: () => noBalance },
    act: tapExactly('发放'),
  },
  {
    name: 'wizard-3-pay-end',
    page: DRAFT,
    answers: { get: draft, channels: fewChannels, balance },
    act: async (page) => {
      await tapExactly('发放')(page);
      await page.mouse.wheel(0, 2_000);
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'wizard-3-declare',
    page: DRAFT,
    answers: { get: draft, channels, balance },
    act: async (page) => {
      await tapExactly('发放')(page);
      await tapExactly('登记余额')(page);
    },
  },
  {
    name: 'wizard-6-not-ready',
    page: DRAFT,
    answers: { get: draft, channels: fewChannels, balance },
    act: async (page) => {
      await tapExactly('确认')(page);
      await page.mouse.wheel(0, 2_000);
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'wizard-6-to-be-paid',
    page: DRAFT,
    answers: {
      get: () => {
        const { draft: right, ...rest } = draft();
        return { ...rest, draft: { ...right, funding: 'paid-in' } };
      },
      channels,
      funding: () => fundingView(),
    },
    act: tapExactly('确认'),
  },
  { name: 'funding-due', page: FUNDING, answers: fundingAnswers({}) },
  {
    name: 'funding-abandoned',
    page: FUNDING,
    answers: fundingAnswers({ orders: [order(1), order(2, { state: 'CLOSED' })] }),
    act: async (page) => {
      await page.evaluate(KNOWN_ORDER);
      await page.evaluate('getCurrentPages()[0].load()');
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'funding-left-wechat',
    page: FUNDING,
    answers: {
      ...fundingAnswers({}),
      'check-order': () => fundingView({ orders: [order(1)] }),
      'pay-in': () => ({ orderNo: order(1).orderNo, payment: PAYMENT_CALL }),
    },
    wechatPages: { requestPayment: 'cancel' },
    act: async (page) => {
      await page.getByText('微信支付', { exact: true }).click();
      await page.waitForTimeout(700);
      await page.mouse.wheel(0, 2_000);
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'funding-paying',
    page: FUNDING,
    answers: {
      ...fundingAnswers({}),
      'pay-in': () => ({ orderNo: order(1).orderNo, payment: PAYMENT_CALL }),
    },
    wechatPages: { requestPayment: 'open' },
    act: async (page) => {
      await page.getByText('微信支付', { exact: true }).click();
      await page.waitForTimeout(500);
    },
  },
  {
    name: 'funding-paid',
    page: FUNDING,
    answers: fundingAnswers({ paidInFen: 200_000, refundableFen: 200_000, orders: [paid(1)] }),
  },
  {
    name: 'funding-refunds',
    page: FUNDING,
    answers: fundingAnswers(
      {
        neededFen: 20_000_000,
        paidInFen: 20_000_001,
        playersFen: 9_500_001,
        refundingFen: 1_234_567,
        refundedFen: 500_000,
        refundableFen: 8_765_433,
        orders: [
          paid(1, {
            amountFen: 10_000_000,
            refunds: [
              { refundNo: 'f1', amountFen: 1_234_567, state: 'PROCESSING', atMs: Date.now() },
              { refundNo: 'f2', amountFen: 500_000, state: 'REFUNDED', atMs: Date.now() },
            ],
          }),
          paid(2, {
            amountFen: 10_000_001,
            refunds: [
              { refundNo: 'f3', amountFen: 300_000, state: 'NEEDS_PERSON', atMs: Date.now() },
              { refundNo: 'f4', amountFen: 300_000, state: 'CLOSED', atMs: Date.now() },
            ],
          }),
        ],
      },
      'ended',
    ),
  },
  {
    name: 'funding-refund-ask-dark',
    page: FUNDING,
    dark: true,
    answers: fundingAnswers(
      { paidInFen: 200_000, playersFen: 131_450, refundableFen: 68_550, orders: [paid(1)] },
      'ended',
    ),
    act: async (page) => {
      await page.getByText('退回余款').click();
      await page.waitForTimeout(700);
    },
  },
  {
    name: 'funding-fault',
    page: FUNDING,
    answers: fundingAnswers(
      {
        paidInFen: 200_000,
        playersFen: 200_001,
        differenceFen: -1,
        orders: [paid(1)],
      },
      'published',
    ),
  },
  {
    name: 'funding-merchant',
    page: FUNDING,
    answers: fundingAnswers({ kind: 'merchant-balance', isSetAside: true }, 'published'),
  },
  {
    name: 'funding-merchant-undeclared-dark',
    page: FUNDING,
    dark: true,
    answers: {
      ...fundingAnswers({ kind: 'merchant-balance' }),
      balance: () => noBalance,
    },
  },
  { name: 'funding-error', page: FUNDING, answers: { get: draft, funding: () => refuse('BUSY') } },
];
