import type { Page } from 'playwright-core';
import type {
  ClaimExport,
  ClaimRow,
  FundingView,
  LiveView,
} from '../../miniprogram/shared/contract';
import { HOUR_MS, LONG_TITLE, organiserCampaign, organiserCard } from './replies';
import { refuse, type Scene, SILENT } from './scene';

const LIST = 'organiser/list/list';
const NEW = 'organiser/edit/edit';
const DRAFT = 'organiser/edit/edit?campaignId=c1';
const LIVE = 'organiser/live/live?campaignId=c1';

const draft = () => organiserCampaign({ state: 'draft' });

function list(rows: readonly ReturnType<typeof organiserCard>[]) {
  return () => ({ rows, nextCursor: null });
}

function claim(
  no: number,
  step: ClaimRow['payment']['step'],
  part: Partial<ClaimRow> = {},
): ClaimRow {
  return {
    claimId: `p${no}`,
    playerCode: `K7QM-2TX${no}`,
    amountFen: 100 + no * 73,
    claimedAtMs: Date.now() - no * 60_000,
    payment: { step, nextAtMs: null, history: [] },
    heldReason: null,
    billNo: null,
    ...part,
  };
}

function funding(part: Partial<FundingView> = {}): FundingView {
  return {
    kind: 'merchant-balance',
    neededFen: 200_000,
    isSetAside: true,
    paidInFen: 0,
    playersFen: 0,
    refundingFen: 0,
    refundedFen: 0,
    refundableFen: 0,
    differenceFen: 0,
    orders: [],
    ...part,
  };
}

function live(part: Partial<LiveView> = {}): LiveView {
  return {
    campaign: organiserCampaign(),
    conservation: {
      fundedFen: 200_000,
      unallocatedFen: 68_550,
      owedFen: 4_100,
      inFlightFen: 1_350,
      sentFen: 27_240,
      receivedFen: 98_760,
      returnedFen: 0,
      settledFen: 0,
      differenceFen: 0,
    },
    funding: funding(),
    claimedCount: 132,
    playersCount: 187,
    byStep: [
      { step: 'OWED', count: 4, amountFen: 4_100 },
      { step: 'UNKNOWN', count: 1, amountFen: 1_350 },
      { step: 'SENT', count: 27, amountFen: 27_240 },
      { step: 'RECEIVED', count: 100, amountFen: 98_760 },
    ],
    claimsPerMinute: Array.from({ length: 30 }, (_, n) => (n < 6 ? 0 : (n * 7) % 13)),
    recent: [],
    alarms: [],
    ...part,
  };
}

const claims = () => ({
  rows: [
    claim(1, 'OWED', {
      payment: { step: 'OWED', nextAtMs: Date.now() + 9 * HOUR_MS, history: [] },
    }),
    claim(2, 'SENT'),
    claim(3, 'RECEIVED'),
    claim(4, 'HELD', { heldReason: 'NO_AUTH' }),
  ],
  nextCursor: null,
});

const held = () => ({
  rows: [
    claim(4, 'HELD', { heldReason: 'NO_AUTH', billNo: '1900000109202611210482716630' }),
    claim(5, 'HELD', { heldReason: 'SEND_FAILED', amountFen: 20_000 }),
  ],
  nextCursor: null,
});

const HELD_STEPS: LiveView['byStep'] = [{ step: 'HELD', count: 2, amountFen: 888 }];

const ALARMS: LiveView['alarms'] = [
  { kind: 'audit-difference', count: 1, amountFen: 188 },
  { kind: 'newer-records', amountFen: 1_234 },
  { kind: 'payouts-paused', reason: 'NOTENOUGH', canResume: true, amountFen: 5_450 },
  { kind: 'held-payouts', count: 2, amountFen: 888 },
  { kind: 'certificate-expires', untilAtMs: Date.now() + 200 * HOUR_MS },
];

/** The list of claims as a file, in each of its states. */
function exportScenes(): Scene[] {
  const view = (part: Partial<ClaimExport>): ClaimExport => ({
    exportId: 'c1.1',
    asOfMs: Date.now() - 60_000,
    expectedRows: 100_000,
    rows: 43_500,
    amountFen: 87_654_321,
    url: null,
    ...part,
  });
  const scene = (name: string, answers: Scene['answers']): Scene => ({
    name: `live-export-${name}`,
    page: LIVE,
    answers: { live: () => live(), claims, ...answers },
    act: async (page) => {
      await tap('导出领取记录')(page);
      const above = page.getByText('最近 30 分钟的领取');
      await above.evaluate((node: { scrollIntoView(): void }) => node.scrollIntoView());
    },
  });
  return [
    scene('writing', { 'start-export': () => view({}), 'continue-export': () => SILENT }),
    scene('ready', {
      'start-export': () => view({ rows: 100_000, url: 'https://example.com/claims.csv' }),
    }),
    scene('empty', { 'start-export': () => view({ expectedRows: 0, rows: 0 }) }),
    scene('failed', {
      'start-export': () => view({}),
      'continue-export': () => refuse('BUSY'),
    }),
  ];
}

const tap = (text: string) => async (page: Page) => {
  await page.getByText(text, { exact: true }).first().click();
  await page.waitForTimeout(700);
};

/** Goes to a step of the wizard by its name. */
const step = (name: string) => async (page: Page) => {
  await page.getByText(name, { exact: true }).first().click();
  await page.waitForTimeout(500);
};

export const ORGANISER_SCENES: readonly Scene[] = [
  {
    name: 'organiser-list',
    page: LIST,
    answers: {
      list: list([
        organiserCard(1),
        organiserCard(2, { state: 'draft', title: '', claimedCount: 0, claimedFen: 0, paidFen: 0 }),
        organiserCard(3, {
          title: LONG_TITLE,
          state: 'ended',
          totalFen: 200_000_000,
          packetCount: 100_000,
          claimedCount: 100_000,
          claimedFen: 200_000_000,
          paidFen: 199_998_700,
        }),
      ]),
    },
  },
  { name: 'organiser-list-empty', page: LIST, answers: { list: list([]) } },
  { name: 'organiser-list-loading', page: LIST, answers: { list: () => SILENT } },
  { name: 'organiser-list-forbidden', page: LIST, answers: { list: () => refuse('FORBIDDEN') } },
  { name: 'wizard-1-empty', page: NEW, answers: { list: list([]) } },
  { name: 'wizard-1', page: DRAFT, answers: { get: draft } },
  { name: 'wizard-2-game', page: DRAFT, answers: { get: draft }, act: step('玩法') },
  { name: 'wizard-3-split', page: DRAFT, answers: { get: draft }, act: step('红包') },
  {
    name: 'wizard-3-too-little',
    page: DRAFT,
    answers: {
      get: () => {
        const { draft: right, ...rest } = draft();
        return { ...rest, draft: { ...right, split: { ...right.split, totalFen: 15_000 } } };
      },
    },
    act: step('红包'),
  },
  { name: 'wizard-3-dark', page: DRAFT, dark: true, answers: { get: draft }, act: step('红包') },
  { name: 'wizard-4-time', page: DRAFT, answers: { get: draft }, act: step('时间') },
  { name: 'wizard-5-summary', page: DRAFT, answers: { get: draft }, act: step('确认') },
  {
    name: 'wizard-5-unfinished',
    page: NEW,
    answers: { list: list([]) },
    act: step('确认'),
  },
  { name: 'wizard-not-found', page: DRAFT, answers: { get: () => refuse('NOT_FOUND') } },
  { name: 'live', page: LIVE, answers: { live: () => live(), claims } },
  {
    name: 'live-alarms',
    page: LIVE,
    answers: { live: () => live({ alarms: ALARMS }), claims, held },
  },
  {
    name: 'live-held-return',
    page: LIVE,
    answers: { live: () => live({ alarms: ALARMS, byStep: HELD_STEPS }), claims, held },
    act: tap('退回预算'),
  },
  {
    name: 'live-held',
    page: LIVE,
    answers: { live: () => live({ alarms: ALARMS, byStep: HELD_STEPS }), claims, held },
    act: (page) => page.getByText('已另付').last().scrollIntoViewIfNeeded(),
  },
  {
    name: 'live-paused',
    page: LIVE,
    answers: {
      live: () => live({ campaign: organiserCampaign({ state: 'paused' }) }),
      claims,
    },
    act: (page) => page.getByText('恢复活动').scrollIntoViewIfNeeded(),
  },
  {
    name: 'live-add-budget',
    page: LIVE,
    answers: { live: () => live(), claims },
    act: tap('追加预算'),
  },
  {
    name: 'live-change',
    page: LIVE,
    answers: { live: () => live(), claims },
    act: tap('修改'),
  },
  {
    name: 'live-nobody-yet-dark',
    page: LIVE,
    dark: true,
    answers: {
      live: () =>
        live({
          claimedCount: 0,
          playersCount: 0,
          byStep: [],
          claimsPerMinute: Array.from({ length: 30 }, () => 0),
          conservation: {
            fundedFen: 200_000,
            unallocatedFen: 200_000,
            owedFen: 0,
            inFlightFen: 0,
            sentFen: 0,
            receivedFen: 0,
            returnedFen: 0,
            settledFen: 0,
            differenceFen: 0,
          },
        }),
      claims: () => ({ rows: [], nextCursor: null }),
    },
  },
  ...exportScenes(),
  { name: 'live-error', page: LIVE, answers: { live: () => refuse('BUSY'), claims } },
];
