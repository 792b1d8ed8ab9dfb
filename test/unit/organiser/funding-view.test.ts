import fc from 'fast-check';
import {
  type FundingFacts,
  fundingPage,
  paymentNote,
} from '../../../miniprogram/organiser/funding/funding-view';
import { fundingRow } from '../../../miniprogram/organiser/live/funding-row';
import { fromBeijing } from '../../../miniprogram/shared/beijing-time';
import type { FundingView, RefundRow } from '../../../miniprogram/shared/contract/funding';
import { parseYuan } from '../../../miniprogram/shared/fen';
import { fundingView, orderRow, refundRow } from '../../support/views/funding';

const NOW_MS = fromBeijing(2026, 11, 21, 20, 0);

const ORDER = orderRow({ createdAtMs: NOW_MS });

function page(part: Partial<FundingView>, facts: Partial<Omit<FundingFacts, 'funding'>> = {}) {
  const funding = fundingView(part);
  const rest = { state: 'draft' as const, wantedFen: 0, payableOrders: [], ...facts };
  return fundingPage({ funding, ...rest }, NOW_MS);
}

describe('a budget that is paid in', () => {
  it('asks for what is missing, to the fen', () => {
    expect(page({}).dueYuan).toBe('2000.00');
    expect(page({ paidInFen: 199_999 }).dueYuan).toBe('0.01');
    expect(page({ paidInFen: 200_000 }).dueYuan).toBe('');
  });

  it('asks again for what went back', () => {
    expect(page({ paidInFen: 200_000, refundedFen: 50_000 }).dueYuan).toBe('500.00');
    expect(page({ paidInFen: 200_000, refundingFen: 50_000 }).dueYuan).toBe('500.00');
  });

  it('asks for more when the budget is to grow', () => {
    const grown = { state: 'published' as const, wantedFen: 200_300 };
    expect(page({ paidInFen: 200_000 }, grown).dueYuan).toBe('3.00');
    expect(page({ paidInFen: 200_100 }, grown).dueYuan).toBe('2.00');
    expect(page({ paidInFen: 200_300 }, grown).dueYuan).toBe('');
  });

  it('asks for nothing once the campaign is over', () => {
    expect(page({ paidInFen: 100 }, { state: 'ended' }).dueYuan).toBe('');
  });

  it('leads back to publishing as soon as everything is there', () => {
    expect(page({ paidInFen: 199_999 }).canPublish).toBe(false);
    expect(page({ paidInFen: 200_000 }).canPublish).toBe(true);
    expect(page({ paidInFen: 200_000 }, { state: 'published' }).canPublish).toBe(false);
  });

  it('adds up line by line, whatever the figures are', () => {
    const fen = fc.integer({ min: 0, max: 10_000_000 });
    const figures = fc.record({
      playersFen: fen,
      refundingFen: fen,
      refundedFen: fen,
      settledFen: fen,
      refundableFen: fen,
      differenceFen: fc.integer({ min: -100, max: 100 }),
    });
    fc.assert(
      fc.property(figures, (part) => {
        const paidInFen = Object.values(part).reduce((sum, one) => sum + one, 0);
        const lines = page({ ...part, paidInFen }).lines.filter(({ name }) => name !== '应付');
        const [sum, ...parts] = lines.map(({ yuan }) => fenOf(yuan));
        expect(parts.reduce((total, one) => total + one, 0)).toBe(sum);
      }),
    );
  });

  it('names what was given back by hand only where there is any', () => {
    const names = (part: Partial<FundingView>) => page(part).lines.map(({ name }) => name);
    expect(names({})).not.toContain('线下退回');
    expect(names({ settledFen: 1 })).toContain('线下退回');
    expect(page({ paidInFen: 200_000, settledFen: 50_000 }).dueYuan).toBe('500.00');
  });

  it('shows a difference as a fault', () => {
    expect(page({ differenceFen: 0 }).fault).toBe('');
    expect(page({ differenceFen: -1 }).fault).toBe('账目相差 ¥0.01');
  });

  it('lets an open order be closed, and paid where this phone made it', () => {
    const [known] = page({ orders: [ORDER] }, { payableOrders: ['o1'] }).orders;
    const [unknown] = page({ orders: [ORDER] }).orders;
    expect([known?.isOpen, known?.canPay]).toEqual([true, true]);
    expect([unknown?.isOpen, unknown?.canPay]).toEqual([true, false]);
    const paid = { ...ORDER, state: 'PAID' as const, paidAtMs: NOW_MS };
    expect(page({ orders: [paid] }, { payableOrders: ['o1'] }).orders[0]?.canPay).toBe(false);
  });

  it('makes no second order while one is open, and moves no money while the sum is wrong', () => {
    const waiting = page({ orders: [ORDER] });
    expect([waiting.dueYuan, waiting.hint !== '']).toEqual(['', true]);
    const wrong = page({ differenceFen: 1, refundableFen: 5 });
    expect([wrong.dueYuan, wrong.refundYuan]).toEqual(['', '']);
  });

  it('sends back only what may go back', () => {
    expect(page({ refundableFen: 0 }, { state: 'ended' }).refundYuan).toBe('');
    expect(page({ refundableFen: 1 }, { state: 'ended' }).refundYuan).toBe('0.01');
  });
});

describe('a refund on the page', () => {
  const line = (part: Partial<RefundRow>) =>
    page({
      orders: [{ ...ORDER, state: 'PAID', paidAtMs: NOW_MS, refunds: [refundRow(part)] }],
    }).orders[0]!.refunds[0]!;

  it('that WeChat Pay will not make says why, what to do, and has a button', () => {
    const card = line({ state: 'NEEDS_PERSON', code: 'CHANGE', maySettle: true });
    expect(card).toMatchObject({ tone: 'bad', canSettle: true });
    expect(card.text).toContain('卡收不了');
    expect(card.detail).toContain('请商户还给你');
    const other = line({ state: 'NEEDS_PERSON', code: 'PARAM_ERROR', maySettle: true });
    expect(other.text).toContain('微信没有受理');
  });

  it('that may have gone all the same has no button, and says to wait', () => {
    const card = line({ state: 'NEEDS_PERSON', code: 'ERROR' });
    expect([card.canSettle, card.detail.includes('过一天再看')]).toEqual([false, true]);
  });

  it('that was given back by hand says how, and loudly when it then went twice', () => {
    const given = { state: 'SETTLED', note: '现金，王会计' } as const;
    expect(line(given)).toMatchObject({ detail: '现金，王会计', tone: 'quiet' });
    expect(line({ ...given, isTwice: true })).toMatchObject({ tone: 'bad' });
  });

  it('is told on the campaign’s page as well while it waits for a person', () => {
    const row = (part: Partial<RefundRow>) =>
      fundingRow(fundingView({ orders: [{ ...ORDER, refunds: [refundRow(part)] }] }), 'ended');
    expect(row({ state: 'NEEDS_PERSON' }).detail).toContain('¥685.50 没有退成');
    expect(row({ state: 'SETTLED' }).detail).not.toContain('685.50');
    expect(row({ state: 'SETTLED', isTwice: true })).toMatchObject({ isFault: true });
  });
});

describe('a budget from the merchant’s balance', () => {
  const merchant = { kind: 'merchant-balance' } as const;

  it('is never paid here', () => {
    for (const state of ['draft', 'published', 'paused', 'ended'] as const) {
      const shown = page(merchant, { state });
      expect([shown.dueYuan, shown.canPublish, shown.lines]).toEqual(['', false, []]);
    }
  });

  it('says whether it is set aside', () => {
    expect(page({ ...merchant, isSetAside: true }, { state: 'published' }).status.tone).toBe(
      'good',
    );
    expect(page(merchant).status.title).toContain('发布时');
    const ended = page({ ...merchant, isSetAside: true }, { state: 'ended' });
    expect(ended.status.title).toContain('放回');
  });
});

describe('the note after WeChat’s payment page', () => {
  const note = (part: Parameters<typeof paymentNote>[0]) => paymentNote(part, NOW_MS);

  it('never says paid while that is not known', () => {
    expect(note({ funding: null, orderState: null, failure: { code: 'NETWORK' } })).toContain(
      '还不知道',
    );
    expect(note({ funding: fundingView(), orderState: 'UNPAID', failure: null })).toContain(
      '还没有付款',
    );
  });

  it('is silent when the order is paid', () => {
    expect(note({ funding: fundingView(), orderState: 'PAID', failure: null })).toBe('');
  });
});

function fenOf(yuan: string): number {
  const sign = yuan.startsWith('-') ? -1 : 1;
  return sign * parseYuan(yuan.replace(/[-,]/g, ''))!;
}
