import { conservationParts } from '../../../miniprogram/organiser/components/conservation-bar/parts';
import { withdrawnWords } from '../../../miniprogram/organiser/components/withdraw-payout/withdraw-words';
import { cardView } from '../../../miniprogram/organiser/list/card-view';
import { claimLine, livePage } from '../../../miniprogram/organiser/live/live-view';
import { fromBeijing } from '../../../miniprogram/shared/beijing-time';
import type { ClaimRow } from '../../../miniprogram/shared/contract/claims';
import type { FundingView } from '../../../miniprogram/shared/contract/funding';
import type { Alarm, Conservation, LiveView } from '../../../miniprogram/shared/contract/live';
import type { OrganiserCard } from '../../../miniprogram/shared/contract/organiser-campaign';
import { fundingView } from '../../support/views/funding';

const NOW_MS = fromBeijing(2026, 11, 21, 20, 0);
const HOUR_MS = 3_600_000;

const LINE: Conservation = {
  fundedFen: 10_000,
  unallocatedFen: 4_000,
  owedFen: 1_000,
  inFlightFen: 1_000,
  sentFen: 1_000,
  receivedFen: 2_500,
  returnedFen: 500,
  settledFen: 0,
  differenceFen: 0,
};

const FUNDING = fundingView({ neededFen: 10_000, paidInFen: 10_000, playersFen: 10_000 });

const CARD: OrganiserCard = {
  campaignId: 'c1',
  title: '新春红包雨',
  gameId: 'red-packet-rain',
  state: 'published',
  startAtMs: NOW_MS - HOUR_MS,
  endAtMs: NOW_MS + HOUR_MS,
  totalFen: 10_000,
  packetCount: 20,
  claimedCount: 12,
  claimedFen: 6_000,
  paidFen: 3_500,
};

function live(part: Partial<LiveView> = {}): LiveView {
  return {
    campaign: {
      campaignId: 'c1',
      revision: 3,
      state: 'published',
      draft: {
        title: '新春红包雨',
        senderName: '天虹百货',
        greeting: '恭喜发财',
        game: {
          id: 'red-packet-rain',
          settings: { roundSeconds: 15, dropsPerSecond: 3, hitsPerPacket: 10, packetsPerRound: 1 },
        },
        split: { kind: 'random', totalFen: 10_000, packetCount: 20, minFen: 100, maxFen: 900 },
        startAtMs: NOW_MS - HOUR_MS,
        endAtMs: NOW_MS + HOUR_MS,
        packetsPerPlayer: 1,
        roundsPerPlayer: 3,
        allowList: [],
        blockList: [],
        channel: 'transfer-bills',
        funding: 'paid-in',
      },
      createdAtMs: NOW_MS,
      publishedAtMs: NOW_MS,
      endedAtMs: null,
      seedHash: 'ab',
    },
    conservation: LINE,
    funding: FUNDING,
    claimedCount: 12,
    playersCount: 15,
    byStep: [{ step: 'OWED', count: 2, amountFen: 1_000 }],
    claimsPerMinute: [0, 1, 4],
    recent: [],
    alarms: [],
    ...part,
  };
}

describe('the conservation bar', () => {
  it('shows every fen of the budget in exactly one part', () => {
    const parts = conservationParts(LINE);
    expect(parts.reduce((sum, { percent }) => sum + percent, 0)).toBeCloseTo(100);
    expect(parts.map(({ name, yuan }) => `${name} ${yuan}`)).toEqual([
      '已到账 25.00',
      '待领取 10.00',
      '发放中 10.00',
      '待发放 10.00',
      '已退回 5.00',
      '未抢 40.00',
    ]);
  });
});

describe('a campaign in the list', () => {
  const shown = (part: Partial<OrganiserCard>) => cardView({ ...CARD, ...part }, NOW_MS);

  it('shows what was claimed and what of it was paid as parts of the budget', () => {
    expect(shown({})).toMatchObject({ paidPercent: 35, claimedPercent: 25 });
  });

  it.each([
    [{ state: 'draft' as const }, '草稿', '继续填写并发布'],
    [
      { startAtMs: NOW_MS + HOUR_MS, endAtMs: NOW_MS + 2 * HOUR_MS },
      '未开始',
      '今天 21:00 自动开始',
    ],
    [{}, '进行中', '还剩 8 个红包'],
    [{ claimedCount: 20 }, '已抢完', '红包已抢完，可以提前结束'],
    [{ state: 'ended' as const }, '已结束', '还有 ¥25.00 没有到账'],
    [{ endAtMs: NOW_MS, paidFen: 6_000 }, '已结束', '抢到的红包已全部到账'],
  ])('says its state and what comes next: %j', (part, status, nextThing) => {
    expect(shown(part)).toMatchObject({ status, nextThing });
  });
});

describe('the live page', () => {
  it('draws a minute with claims visibly, however few they are beside the busiest one', () => {
    const { minutes } = livePage(live({ claimsPerMinute: [0, 1, 1_000] }), NOW_MS);
    expect(minutes.map(({ percent }) => percent)).toEqual([0, 6, 100]);
  });

  it.each<[Alarm, string]>([
    [
      { kind: 'payouts-paused', reason: 'NOTENOUGH', amountFen: 5_450 },
      '商户余额不足，充值 ¥54.50 就够发完，充值后会自动继续',
    ],
    [{ kind: 'payouts-paused', reason: 'SOMETHING_NEW' }, '微信支付的答复是 SOMETHING_NEW'],
    [{ kind: 'conservation', amountFen: 1 }, '请先不要操作，联系技术人员核对'],
    [{ kind: 'quiet-hours', untilAtMs: fromBeijing(2026, 11, 22, 8) }, '明天 08:00 后自动继续'],
  ])('tells an organiser what to do about %j', (alarm, detail) => {
    expect(livePage(live({ alarms: [alarm] }), NOW_MS).alarms[0]?.detail).toBe(detail);
  });

  it('offers to go on paying only where a person’s word helps', () => {
    const paused = (reason: string, canResume: boolean) =>
      livePage(live({ alarms: [{ kind: 'payouts-paused', reason, canResume }] }), NOW_MS).alarms[0];
    expect(paused('NOTENOUGH', true)?.action).toBe('继续发放');
    expect(paused('CERTIFICATE_EXPIRED', false)?.action).toBe('');
  });

  it('says of a held payout why a person has to look at it', () => {
    const row: ClaimRow = {
      claimId: 'x',
      playerCode: 'K7QM-2TXA',
      amountFen: 188,
      claimedAtMs: NOW_MS,
      payment: { step: 'HELD', nextAtMs: null, history: [] },
      heldReason: 'NO_AUTH',
      billNo: null,
    };
    expect(claimLine(row, NOW_MS).detail).toBe('需人工处理：微信支付认为收款账号有风险或未实名');
  });
});

describe('the row about the budget', () => {
  const detail = (part: Partial<FundingView>) =>
    livePage(live({ funding: { ...FUNDING, ...part } }), NOW_MS).funding.detail;

  it('says where the budget is', () => {
    expect(detail({})).toBe('已付 ¥100.00');
    expect(detail({ refundableFen: 4_000 })).toBe('已付 ¥100.00，有 ¥40.00 可以退回');
    expect(detail({ kind: 'merchant-balance', isSetAside: true })).toBe('已预留 ¥100.00');
  });

  it('puts a fault before everything else', () => {
    const row = livePage(live({ funding: { ...FUNDING, differenceFen: -1 } }), NOW_MS).funding;
    expect(row).toMatchObject({ isFault: true });
    expect(row.detail).toContain('相差 ¥0.01');
  });
});

describe('taking a payout back', () => {
  it('is offered only where the channel knows it', () => {
    const { campaign } = live();
    const draft = { ...campaign.draft, channel: 'sendredpack' as const };
    expect(livePage(live(), NOW_MS).canWithdraw).toBe(true);
    expect(livePage(live({ campaign: { ...campaign, draft } }), NOW_MS).canWithdraw).toBe(false);
  });

  it('promises nothing before the provider says so', () => {
    expect(withdrawnWords('RETURNED')).toContain('已撤回');
    expect(withdrawnWords('SENT')).not.toContain('已撤回');
    expect(withdrawnWords('RECEIVED')).toContain('已经收款');
  });
});
