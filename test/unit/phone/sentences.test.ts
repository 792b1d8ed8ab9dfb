import {
  paymentChip,
  paymentEvent,
  paymentSentence,
  sentenceOf,
} from '../../../miniprogram/services/sentences';
import { fromBeijing } from '../../../miniprogram/shared/beijing-time';
import { ERROR_CODES } from '../../../miniprogram/shared/error-codes';
import { PAYMENT_STEPS } from '../../../miniprogram/shared/payment';

const NOW_MS = fromBeijing(2026, 11, 21, 19, 30);
const CODES = [...ERROR_CODES, 'OFFLINE', 'NETWORK'] as const;

/** Chinese, short, without a code, a hole or an exclamation mark. */
function expectHumane(sentence: string): void {
  expect(sentence).toMatch(/[\u4e00-\u9fff]/);
  expect(sentence).not.toMatch(/undefined|null|NaN|[A-Z]{3,}|！|!/);
  expect(Array.from(sentence).length).toBeLessThanOrEqual(40);
}

describe('sentences of refusals', () => {
  it.each(CODES)('%s has one, even when the cloud sends no figures', (code) => {
    expectHumane(sentenceOf({ code }, NOW_MS));
  });

  it('uses the figures that came along', () => {
    const startAtMs = fromBeijing(2026, 11, 22, 8, 0);
    const cases = [
      [{ code: 'NOT_STARTED', facts: { startAtMs } }, '明天 08:00 开始'],
      [{ code: 'PACKET_LIMIT_REACHED', facts: { limit: 2 } }, '每人最多 2 个红包，你已经拿满了'],
      [{ code: 'TOTAL_TOO_SMALL', facts: { leastFen: 10_050 } }, '总额不够分，至少需要 100.50 元'],
      [
        { code: 'TOTAL_NOT_EQUAL_SHARES', facts: { lowerFen: 900, upperFen: 1_000 } },
        '总额不能平均分，可以改成 9.00 元 或 10.00 元',
      ],
      [{ code: 'COUNT_RANGE', facts: { least: 1, most: 100 } }, '红包个数要在 1 到 100 个之间'],
      [
        { code: 'TEXT_REFUSED', facts: { field: 'greeting' } },
        '祝福语没有通过微信的内容检查，请换一种说法',
      ],
    ] as const;
    for (const [failure, sentence] of cases) expect(sentenceOf(failure, NOW_MS)).toBe(sentence);
  });
});

describe('words of payments', () => {
  it.each(PAYMENT_STEPS)('%s says where the money is', (step) => {
    expectHumane(paymentSentence({ step, nextAtMs: null }, NOW_MS));
    expectHumane(paymentSentence({ step, nextAtMs: NOW_MS + 3_600_000 }, NOW_MS));
    expect(paymentChip(step).text.length).toBeLessThanOrEqual(4);
    expect(paymentEvent(step)).not.toBe('');
  });

  it('names the quiet hours when a packet waits for the morning', () => {
    const nightMs = fromBeijing(2026, 11, 22, 1, 0);
    const payment = { step: 'OWED', nextAtMs: fromBeijing(2026, 11, 22, 8, 0) } as const;
    expect(paymentSentence(payment, nightMs)).toBe(
      '红包已抢到。夜间 0–8 点不发放，将在 今天 08:00 后自动发出',
    );
  });

  it('never promises arrival while the outcome is unknown', () => {
    const sentence = paymentSentence({ step: 'UNKNOWN', nextAtMs: null }, NOW_MS);
    expect(sentence).toContain('不会重复发放');
    expect(sentence).not.toContain('到账');
  });
});
