import {
  packetChip,
  paymentChip,
  paymentEvent,
  paymentSentence,
} from '../../../miniprogram/services/payment-words';
import { fromBeijing } from '../../../miniprogram/shared/beijing-time';
import { PAYOUT_CHANNELS, type PayoutChannel } from '../../../miniprogram/shared/channels';
import type { PaymentView } from '../../../miniprogram/shared/contract/packet';
import { PAYMENT_STEPS } from '../../../miniprogram/shared/payment';
import { expectHumane } from './humane';

const NOW_MS = fromBeijing(2026, 11, 21, 19, 30);
const NIGHT_MS = fromBeijing(2026, 11, 22, 1, 0);
const MORNING_MS = fromBeijing(2026, 11, 22, 8, 0);
const WAITS = ['player-limit', 'merchant-limit', 'merchant', 'link', 'scan'] as const;

function paid(channel: PayoutChannel, part: Partial<PaymentView>) {
  const payment: PaymentView = { step: 'OWED', nextAtMs: null, history: [], ...part };
  return { channel, payment };
}

describe('words of payments', () => {
  it.each(
    PAYOUT_CHANNELS.flatMap((channel) => PAYMENT_STEPS.map((step) => [channel, step] as const)),
  )('%s %s says where the money is', (channel, step) => {
    expectHumane(paymentSentence(paid(channel, { step }), NOW_MS));
    expectHumane(paymentSentence(paid(channel, { step, nextAtMs: MORNING_MS }), NOW_MS));
    expect(packetChip(paid(channel, { step })).text.length).toBeLessThanOrEqual(4);
    expect(paymentChip(step).text.length).toBeLessThanOrEqual(4);
    expect(paymentEvent(channel, step)).not.toBe('');
  });

  it.each(WAITS)('says what an owed packet waits for: %s', (waitsFor) => {
    for (const nextAtMs of [null, MORNING_MS]) {
      const waiting = paid('sendredpack', { waitsFor, nextAtMs });
      expectHumane(paymentSentence(waiting, NOW_MS));
      const ordinary = paid('sendredpack', { nextAtMs });
      expect(paymentSentence(waiting, NOW_MS)).not.toBe(paymentSentence(ordinary, NOW_MS));
    }
    expect(packetChip(paid('sendredpack', { waitsFor })).text.length).toBeLessThanOrEqual(4);
  });

  it('names the quiet hours when a packet waits for the morning', () => {
    const sentence = (channel: PayoutChannel) =>
      paymentSentence(paid(channel, { nextAtMs: MORNING_MS }), NIGHT_MS);
    expect(sentence('sendredpack')).toBe(
      '红包已抢到。夜间 0–8 点不发放，将在 今天 08:00 后自动发出',
    );
    expect(sentence('sendminiprogramhb')).toContain('今天 08:00 后可以打开');
    expect(sentence('transfer-bills')).not.toContain('夜间');
  });

  it('promises nothing by itself where the player has to take the packet', () => {
    for (const channel of ['transfer-bills', 'sendminiprogramhb'] as const) {
      expect(paymentSentence(paid(channel, {}), NOW_MS)).not.toMatch(/自动|分钟/);
    }
  });

  it('never promises arrival while the outcome is unknown', () => {
    const sentence = paymentSentence(paid('transfer-bills', { step: 'UNKNOWN' }), NOW_MS);
    expect(sentence).toContain('不会重复发放');
    expect(sentence).not.toContain('到账');
  });
});
