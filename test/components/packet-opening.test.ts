import { type Rendered, renderComponent, tap, textOf } from './render';

const PACKET = { senderName: '小满茶铺', greeting: '恭喜发财', amountFen: 888 };

beforeEach(() => {
  jest.useFakeTimers({ now: Date.UTC(2026, 10, 21, 12, 0, 0) });
});

afterEach(() => {
  jest.useRealTimers();
});

function closedPacket(): { packet: Rendered; opened: () => number } {
  const packet = renderComponent('packet-opening', PACKET);
  let count = 0;
  packet.addEventListener('opened', () => {
    count += 1;
  });
  return { packet, opened: () => count };
}

function shownAmount(packet: Rendered): string {
  return textOf(packet.querySelector('.slip-amount')!);
}

describe('packet-opening', () => {
  it('lies closed with sender and greeting until its seal is tapped', () => {
    const { packet, opened } = closedPacket();
    jest.advanceTimersByTime(10_000);
    expect(packet.querySelector('.stage-closed')).toBeDefined();
    expect(textOf(packet.querySelector('.face')!)).toBe('小满茶铺恭喜发财');
    expect(opened()).toBe(0);
  });

  it('opens within 1.5 seconds and ends on the exact amount', async () => {
    const { packet, opened } = closedPacket();
    await tap(packet, '.seal');
    jest.advanceTimersByTime(1500);
    expect(packet.querySelector('.stage-open')).toBeDefined();
    expect(shownAmount(packet)).toBe('¥8.88');
    expect(opened()).toBe(1);
  });

  it('skips to the amount when it is tapped while the seal turns', async () => {
    const { packet, opened } = closedPacket();
    await tap(packet, '.seal');
    jest.advanceTimersByTime(100);
    await tap(packet, '.stage');
    expect(shownAmount(packet)).toBe('¥8.88');
    expect(opened()).toBe(1);
    jest.advanceTimersByTime(5000);
    expect(opened()).toBe(1);
  });

  it('opens once, however often the seal is tapped', async () => {
    const { packet, opened } = closedPacket();
    await tap(packet, '.seal');
    jest.advanceTimersByTime(5000);
    await tap(packet, '.seal');
    jest.advanceTimersByTime(5000);
    expect(opened()).toBe(1);
  });

  it('can lie open from the start', () => {
    const packet = renderComponent('packet-opening', { ...PACKET, opened: true });
    expect(packet.querySelector('.stage-open')).toBeDefined();
    expect(shownAmount(packet)).toBe('¥8.88');
  });
});
