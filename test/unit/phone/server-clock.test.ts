import { createServerClock } from '../../../miniprogram/services/server-clock';

const HOUR_MS = 3_600_000;

/** A phone whose clock the test sets, and a server that is `aheadMs` ahead of it. */
function world(aheadMs: number) {
  let phoneMs = 1_000_000;
  let serverAheadMs = aheadMs;
  const clock = createServerClock(() => phoneMs);
  return {
    clock,
    /** The server's true time. */
    serverMs: () => phoneMs + serverAheadMs,
    call(thereMs: number, backMs: number) {
      const sentAtMs = phoneMs;
      phoneMs += thereMs;
      const serverNowMs = phoneMs + serverAheadMs;
      phoneMs += backMs;
      clock.observe({ sentAtMs, receivedAtMs: phoneMs, serverNowMs });
    },
    wait(ms: number) {
      phoneMs += ms;
    },
    setPhoneClock(byMs: number) {
      phoneMs += byMs;
      serverAheadMs -= byMs;
    },
  };
}

describe('server clock', () => {
  it('is the phone’s own before the first reply', () => {
    expect(createServerClock(() => 42).now()).toBe(42);
  });

  it('follows the server on a phone that is wrong by hours', () => {
    const { clock, call, serverMs, wait } = world(-7 * HOUR_MS);
    call(40, 40);
    wait(90_000);
    expect(clock.now()).toBe(serverMs());
  });

  it('is off by at most half a round trip', () => {
    const { clock, call, serverMs } = world(5_000);
    call(10, 390);
    expect(Math.abs(clock.now() - serverMs())).toBeLessThanOrEqual(200);
  });

  it('keeps the most exact measurement', () => {
    const { clock, call, serverMs } = world(5_000);
    call(20, 20);
    call(50, 1_950);
    expect(clock.now()).toBe(serverMs());
  });

  it('notices that the phone’s clock was set', () => {
    const { clock, call, serverMs, setPhoneClock } = world(0);
    call(20, 20);
    setPhoneClock(2 * HOUR_MS);
    call(100, 100);
    expect(Math.abs(clock.now() - serverMs())).toBeLessThanOrEqual(100);
  });
});
