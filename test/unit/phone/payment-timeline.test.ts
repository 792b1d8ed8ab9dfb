import { timelineOf } from '../../../miniprogram/components/payment-timeline/timeline';
import { fromBeijing } from '../../../miniprogram/shared/beijing-time';

const NOW_MS = fromBeijing(2026, 11, 21, 20, 10);

describe('payment timeline', () => {
  it('tells what happened, newest first, and where the money is now', () => {
    const timeline = timelineOf(
      {
        channel: 'sendredpack',
        payment: {
          step: 'RECEIVED',
          nextAtMs: null,
          history: [
            { step: 'OWED', atMs: fromBeijing(2026, 11, 21, 20, 0) },
            { step: 'SENT', atMs: fromBeijing(2026, 11, 21, 20, 1) },
            { step: 'RECEIVED', atMs: fromBeijing(2026, 11, 21, 20, 9) },
          ],
        },
      },
      NOW_MS,
    );
    expect(timeline.now).toBe('已存进你的微信零钱');
    expect(timeline.rows.map(({ event, when }) => `${when} ${event}`)).toEqual([
      '今天 20:09 已存进微信零钱',
      '今天 20:01 已发到你的微信',
      '今天 20:00 抢到红包',
    ]);
    expect(timeline.rows.map(({ latest }) => latest)).toEqual([true, false, false]);
  });

  it('tells a step that repeats itself once', () => {
    const atMs = NOW_MS;
    const history = [
      { step: 'OWED', atMs },
      { step: 'SENDING', atMs },
      { step: 'SENDING', atMs },
    ] as const;
    const { rows } = timelineOf(
      { channel: 'sendredpack', payment: { step: 'SENDING', nextAtMs: null, history } },
      NOW_MS,
    );
    expect(rows).toHaveLength(2);
  });
});
