import { renderComponent, textOf } from './render';

const START_MS = Date.UTC(2026, 10, 21, 12, 0, 0);

beforeEach(() => {
  jest.useFakeTimers({ now: START_MS });
});

afterEach(() => {
  jest.useRealTimers();
});

describe('countdown', () => {
  it('counts down by the second', () => {
    const countdown = renderComponent('countdown', { endAtMs: START_MS + 65_000 });
    expect(textOf(countdown)).toBe('01:05');
    jest.advanceTimersByTime(1000);
    expect(textOf(countdown)).toBe('01:04');
  });

  it('shows days, hours, minutes and seconds as boxes', () => {
    const endAtMs = START_MS + ((2 * 24 + 3) * 60 + 4) * 60_000 + 5_000;
    const countdown = renderComponent('countdown', { endAtMs, shape: 'boxes' });
    expect(textOf(countdown)).toBe('2天03:04:05');
  });

  it('keeps the shown second until it is over', () => {
    const countdown = renderComponent('countdown', { endAtMs: START_MS + 10_000 });
    const textBefore = countdown.instance.data.text;
    jest.advanceTimersByTime(900);
    expect(countdown.instance.data.text).toBe(textBefore);
    jest.advanceTimersByTime(100);
    expect(countdown.instance.data.text).toBe('00:09');
  });

  it('finishes exactly once, at zero', () => {
    const countdown = renderComponent('countdown', { endAtMs: START_MS + 1500 });
    let finished = 0;
    countdown.addEventListener('finish', () => {
      finished += 1;
    });
    jest.advanceTimersByTime(1499);
    expect(finished).toBe(0);
    jest.advanceTimersByTime(10_000);
    expect(finished).toBe(1);
    expect(textOf(countdown)).toBe('00:00');
  });

  it('counts to a new end when it is given one', () => {
    const countdown = renderComponent('countdown', { endAtMs: START_MS + 5_000 });
    countdown.setData({ endAtMs: START_MS + 120_000 });
    expect(textOf(countdown)).toBe('02:00');
  });

  it('stops with its page', () => {
    const countdown = renderComponent('countdown', { endAtMs: START_MS + 60_000 });
    countdown.detach();
    expect(jest.getTimerCount()).toBe(0);
  });
});
