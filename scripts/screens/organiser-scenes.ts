import type { ClaimRow } from '../../miniprogram/shared/contract/claims';
import type { LiveView } from '../../miniprogram/shared/contract/live';
import { fundingView } from '../../test/support/views/funding';
import { balance, channels } from './funding-replies';
import { HOUR_MS, LONG_TITLE, organiserCampaign, organiserCard } from './replies';
import { refuse, type Scene, SILENT } from './scene';
import { tapExactly } from './taps';

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

const SET_ASIDE = { kind: 'merchant-balance', isSetAside: true } as const;

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
    funding: fundingView(SET_ASIDE),
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
  { name: 'wizard-1-empty', page: NEW, answers: { channels } },
  { name: 'wizard-1', page: DRAFT, answers: { get: draft, channels, balance } },
  {
    name: 'wizard-2-game',
    page: DRAFT,
    answers: { get: draft, channels, balance },
    act: tapExactly('玩法'),
  },
  {
    name: 'wizard-4-split',
    page: DRAFT,
    answers: { get: draft, channels, balance },
    act: tapExactly('红包'),
  },
  {
    name: 'wizard-4-too-little',
    page: DRAFT,
    answers: {
      get: () => {
        const { draft: right, ...rest } = draft();
        return { ...rest, draft: { ...right, split: { ...right.split, totalFen: 15_000 } } };
      },
      channels,
    },
    act: tapExactly('红包'),
  },
  {
    name: 'wizard-4-dark',
    page: DRAFT,
    dark: true,
    answers: { get: draft, channels, balance },
    act: tapExactly('红包'),
  },
  {
    name: 'wizard-5-time',
    page: DRAFT,
    answers: { get: draft, channels, balance },
    act: tapExactly('时间'),
  },
  {
    name: 'wizard-6-summary',
    page: DRAFT,
    answers: { get: draft, channels, balance },
    act: tapExactly('确认'),
  },
  {
    name: 'wizard-6-unfinished',
    page: NEW,
    answers: { channels },
    act: tapExactly('确认'),
  },
  {
    name: 'wizard-not-found',
    page: DRAFT,
    answers: { get: () => refuse('NOT_FOUND'), channels },
  },
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
    act: tapExactly('退回预算'),
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
    act: tapExactly('追加预算'),
  },
  {
    name: 'live-change',
    page: LIVE,
    answers: { live: () => live(), claims },
    act: tapExactly('修改'),
  },
  {
    name: 'live-huge-numbers',
    page: LIVE,
    answers: {
      live: () =>
        live({
          claimedCount: 99_999,
          playersCount: 123_456,
          conservation: {
            fundedFen: 200_000_000,
            unallocatedFen: 2_000_000,
            owedFen: 11_111_111,
            inFlightFen: 22_222_222,
            sentFen: 33_333_333,
            receivedFen: 123_333_334,
            returnedFen: 4_000_000,
            settledFen: 4_000_000,
            differenceFen: 0,
          },
          funding: fundingView({ ...SET_ASIDE, neededFen: 200_000_000 }),
          byStep: [{ step: 'RECEIVED', count: 61_666, amountFen: 123_333_334 }],
        }),
      claims: () => ({ ...claims(), nextCursor: 'more' }),
    },
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
  {
    name: 'live-withdraw',
    page: LIVE,
    answers: { live: () => live(), claims },
    act: tapExactly('撤回'),
  },
  {
    name: 'live-withdrawable',
    page: LIVE,
    answers: {
      live: () => live({ funding: fundingView({ paidInFen: 200_000, differenceFen: 3 }) }),
      claims,
    },
    act: (page) => page.getByText('公平凭证').scrollIntoViewIfNeeded(),
  },
  { name: 'live-error', page: LIVE, answers: { live: () => refuse('BUSY'), claims } },
];
