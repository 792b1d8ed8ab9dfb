import {
  CHOICES,
  choiceOf,
  questionAbout,
} from '../../../miniprogram/organiser/components/held-payouts/decisions';
import { grownBudget } from '../../../miniprogram/organiser/components/run-controls/grown-budget';

describe('decisions about held payouts', () => {
  it('ask before each one, with the amount', () => {
    for (const { decision } of CHOICES) {
      expect(questionAbout(decision, '3.92').title).toContain('¥3.92');
    }
  });

  it('say so when the provider’s record was booked instead', () => {
    expect(choiceOf('return', 'CANCELLED')).toBe('已退回预算');
    expect(choiceOf('return', 'SENT')).toBe('微信支付已有记录，按它更新了');
    expect(choiceOf('retry', 'OWED')).toBe('已重新排队发放');
  });
});

describe('grownBudget', () => {
  const split = {
    kind: 'random' as const,
    totalFen: 2_000,
    packetCount: 10,
    minFen: 100,
    maxFen: 500,
  };

  it('adds what was typed to the campaign’s totals', () => {
    expect(grownBudget(split, '12.50', '5')).toEqual({
      ok: true,
      totals: { totalFen: 3_250, packetCount: 15 },
    });
  });

  it.each([
    ['', '5'],
    ['0', '5'],
    ['1.234', '5'],
    ['10', ''],
    ['10', '0'],
    ['10', '-3'],
  ])('asks again for %p and %p', (yuan, count) => {
    expect(grownBudget(split, yuan, count).ok).toBe(false);
  });
});
