import { renderComponent, tap, textOf } from './render';

const NOW_MS = Date.UTC(2026, 10, 21, 12, 0, 0); // 20:00 in Beijing
const CAMPAIGN = {
  campaignId: 'c1',
  title: '双十一红包雨',
  senderName: '小满茶铺',
  gameId: 'red-packet-rain',
  startAtMs: NOW_MS + 60_000,
  endAtMs: NOW_MS + 3_600_000,
  packetCount: 200,
  packetsLeft: 150,
};

beforeEach(() => {
  jest.useFakeTimers({ now: NOW_MS });
});

afterEach(() => {
  jest.useRealTimers();
});

describe('campaign-card', () => {
  it('counts down to a campaign that is still to come, then says it is open', () => {
    const card = renderComponent('campaign-card', { campaign: CAMPAIGN, large: true });
    expect(textOf(card)).toContain('距开始01:00');
    jest.advanceTimersByTime(60_000);
    expect(textOf(card)).toContain('进行中');
    expect(textOf(card)).toContain('还剩150个红包');
  });

  it('says as a row what is played and when', () => {
    const card = renderComponent('campaign-card', { campaign: CAMPAIGN });
    expect(textOf(card)).toContain('双十一红包雨');
    expect(textOf(card)).toContain('红包雨·今天20:01开始');
    expect(textOf(card)).toContain('未开始');
  });

  it('says sold out when no packet is left', () => {
    const campaign = { ...CAMPAIGN, startAtMs: NOW_MS - 1, packetsLeft: 0 };
    expect(textOf(renderComponent('campaign-card', { campaign }))).toContain('已抢完');
  });

  it('opens its campaign when tapped', async () => {
    const card = renderComponent('campaign-card', { campaign: CAMPAIGN });
    let opened: unknown = null;
    card.addEventListener('open', (event) => {
      opened = event.detail;
    });
    await tap(card, '.row');
    expect(opened).toEqual({ campaignId: 'c1' });
  });
});
