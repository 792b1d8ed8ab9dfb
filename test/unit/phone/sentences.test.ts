import { sentenceOf } from '../../../miniprogram/services/sentences';
import { fromBeijing } from '../../../miniprogram/shared/beijing-time';
import { ERROR_CODES } from '../../../miniprogram/shared/error-codes';
import { expectHumane } from './humane';

const NOW_MS = fromBeijing(2026, 11, 21, 19, 30);
const CODES = [
  ...ERROR_CODES,
  'OFFLINE',
  'NETWORK',
  'WECHAT_TOO_OLD',
  'OTHER_WECHAT_ACCOUNT',
  'WECHAT_REFUSED',
] as const;

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
      [
        { code: 'CHANNEL_NOT_READY', facts: { missing: 'WECHATPAY_MCH_ID' } },
        '这种发放方式还没有设置好，还缺商户号',
      ],
      [{ code: 'NOT_PAID_IN', facts: { missingFen: 12_345 } }, '活动的预算还差 123.45 元没有支付'],
      [
        { code: 'ORDER_AMOUNT_RANGE', facts: { leastFen: 1, mostFen: 5_000_000 } },
        '一次要付 0.01 到 50,000.00 元，可以分几次付',
      ],
    ] as const;
    for (const [failure, sentence] of cases) expect(sentenceOf(failure, NOW_MS)).toBe(sentence);
  });
});
