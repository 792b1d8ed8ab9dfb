import { fundingView, PAYMENT_CALL } from '../../test/support/views/funding';
import {
  balance,
  channels,
  fewChannels,
  fundingAnswers,
  noBalance,
  order,
  paid,
  refund,
} from './funding-replies';
import { organiserCampaign } from './replies';
import { refuse, type Scene } from './scene';
import { tapExactly } from './taps';

/* How an organiser chooses how to pay, and where the budget is. */
const DRAFT = 'organiser/edit/edit?campaignId=c1';
const FUNDING = 'organiser/funding/funding?campaignId=c1';

const draft = () => organiserCampaign({ state: 'draft' });

/** Two refunds that WeChat Pay will not make, and one that was given back by hand. */
const stuck = () =>
  fundingAnswers(
    {
      neededFen: 900_000,
      paidInFen: 900_000,
      playersFen: 131_450,
      refundingFen: 118_550,
      settledFen: 150_000,
      refundableFen: 500_000,
      orders: [
        paid(1, {
          amountFen: 500_000,
          refunds: [refund(1, 500_000, { state: 'CLOSED', code: 'REFUNDCLOSE', maySettle: true })],
        }),
        paid(2, {
          amountFen: 200_000,
          refunds: [
            refund(2, 68_550, { state: 'NEEDS_PERSON', code: 'CHANGE', maySettle: true }),
            refund(3, 50_000, { state: 'NEEDS_PERSON', code: 'ERROR' }),
          ],
        }),
        paid(3, {
          refunds: [
            refund(4, 100_000, { state: 'SETTLED', note: '小满茶铺对公账户转账，王会计经手' }),
            refund(5, 50_000, { state: 'SETTLED', note: '现金', isTwice: true }),
          ],
        }),
      ],
    },
    'ended',
  );

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
              refund(1, 1_234_567, { state: 'PROCESSING' }),
              refund(2, 500_000, { state: 'REFUNDED' }),
            ],
          }),
          paid(2, {
            amountFen: 10_000_001,
            refunds: [
              refund(3, 300_000, { state: 'NEEDS_PERSON' }),
              refund(4, 300_000, { state: 'CLOSED' }),
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
  { name: 'funding-stuck', page: FUNDING, answers: stuck() },
  {
    name: 'funding-stuck-end',
    page: FUNDING,
    answers: stuck(),
    act: async (page) => {
      await page.getByText('多还了一次').scrollIntoViewIfNeeded();
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'funding-settle',
    page: FUNDING,
    answers: {
      ...stuck(),
      'settle-refund': () => refuse('REFUND_UNCLEAR'),
    },
    act: async (page) => {
      await page.getByText('改为线下退回').nth(1).click();
      await page.waitForTimeout(700);
      await page.locator('textarea:visible').fill('现金，王会计经手');
      await page.locator('.t-dialog__button--confirm:visible').click();
      await page.waitForTimeout(500);
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
