import fc from 'fast-check';
import { memoryDocuments } from '../../../server/adapters/memory/documents';
import { RED_PACKET_RATE } from '../../../server/adapters/wechatpay/red-packets/limits';
import {
  HORIZON_MS,
  intervalMs,
  momentOf,
  reserveSlots,
  SETTLE_MS,
  SLOT_SLACK_MS,
} from '../../../server/domain/send-budget';
import { sendSlots } from '../../../server/usecases/payout/slots';
import { holdBackUntil } from '../../../server/usecases/stores/send-budgets';
import { mostWithin } from '../../support/most-within';
import { payoutWorld } from '../../support/payout-world';

describe('the schedule of slots', () => {
  it('reaches 99 % of the rate on an exact clock', () => {
    expect(1000 / intervalMs(RED_PACKET_RATE)).toBeGreaterThanOrEqual(0.99 * 30);
  });

  it('keeps every second and every minute, whoever reserves, whenever, and however late within the slack', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.array(fc.record({ afterMs: fc.nat(400), waiting: fc.integer({ min: 1, max: 30 }) }), {
          minLength: 1,
          maxLength: 400,
        }),
        fc.array(fc.double({ min: 0, max: SLOT_SLACK_MS, noNaN: true }), {
          minLength: 1,
          maxLength: 40,
        }),
        (perSecond, asks, lateness) => {
          const rate = { perSecond };
          const sends: number[] = [];
          let nowMs = 1_000_000;
          let nextSlotMs = 0;
          for (const { afterMs, waiting } of asks) {
            nowMs += afterMs;
            const reservation = reserveSlots(nextSlotMs, nowMs, waiting, rate);
            if (reservation.kind === 'later') continue;
            nextSlotMs = reservation.nextSlotMs;
            for (const slotMs of reservation.slotsMs) {
              sends.push(slotMs + lateness[sends.length % lateness.length]!);
            }
          }
          expect(mostWithin(1_000, sends)).toBeLessThanOrEqual(perSecond);
          expect(mostWithin(60_000, sends)).toBeLessThanOrEqual(perSecond * 60);
        },
      ),
      { seed: 7, numRuns: 200 },
    );
  });

  it('keeps a minute’s limit between senders whose clocks disagree by anything', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -150_000, max: 150_000 }),
        fc.array(fc.boolean(), { minLength: 1_000, maxLength: 2_000 }),
        (skewMs, turns) => {
          const sends: number[] = [];
          let trueMs = 10_000_000;
          let nextSlotMs = 0;
          for (const isSkewed of turns) {
            trueMs += 60;
            const offsetMs = isSkewed ? skewMs : 0;
            const reservation = reserveSlots(nextSlotMs, trueMs + offsetMs, 24, RED_PACKET_RATE);
            if (reservation.kind === 'later') continue;
            nextSlotMs = reservation.nextSlotMs;
            sends.push(...reservation.slotsMs.map((slotMs) => slotMs - offsetMs));
          }
          expect(mostWithin(60_000, sends)).toBeLessThanOrEqual(1_800);
        },
      ),
      { seed: 11, numRuns: 40 },
    );
  });

  it('lets time pass before the first slot when it finds itself behind', () => {
    const reservation = reserveSlots(0, 50_000, 1, RED_PACKET_RATE);
    expect(reservation).toMatchObject({ kind: 'slots' });
    if (reservation.kind === 'slots') expect(reservation.slotsMs[0]).toBe(50_000 + SETTLE_MS);
  });

  it('reserves nothing that lies further ahead than the horizon', () => {
    const reservation = reserveSlots(50_000, 50_000 - HORIZON_MS - 1, 1, RED_PACKET_RATE);
    expect(reservation).toEqual({ kind: 'later', fromMs: 50_000 - HORIZON_MS });
  });

  it.each([
    [99.9, 'too-early'],
    [100, 'now'],
    [100 + SLOT_SLACK_MS, 'now'],
    [100.1 + SLOT_SLACK_MS, 'missed'],
  ] as const)('at %d a slot of 100 is %s', (nowMs, moment) => {
    expect(momentOf(100, nowMs)).toBe(moment);
  });
});

describe('senders that share one schedule', () => {
  it('keep the rate together', async () => {
    const world = payoutWorld();
    const leaves: number[] = [];
    const lane = async (slots: ReturnType<typeof sendSlots>) => {
      for (let i = 0; i < 40; i += 1) {
        if (await slots.next()) leaves.push(world.time.clock());
      }
    };
    const senders = [sendSlots(world.tools), sendSlots(world.tools), sendSlots(world.tools)];
    await world.time.run(
      Promise.all(senders.flatMap((slots) => [lane(slots), lane(slots), lane(slots)])),
    );
    expect(leaves.length).toBeGreaterThan(300);
    expect(mostWithin(1_000, leaves)).toBeLessThanOrEqual(30);
  });

  it('give a slot up when they come too late for it', async () => {
    const world = payoutWorld();
    const slowSleep = async (ms: number) => world.tools.sleep(ms + (ms % 7 === 0 ? 25 : 3));
    const slots = sendSlots({ ...world.tools, sleep: slowSleep });
    const leaves: number[] = [];
    await world.time.run(
      (async () => {
        for (let i = 0; i < 20; i += 1) {
          if (await slots.next()) leaves.push(world.time.clock());
        }
      })(),
    );
    const gaps = leaves.slice(1).map((atMs, i) => atMs - leaves[i]!);
    expect(gaps.every((gapMs) => gapMs >= intervalMs(RED_PACKET_RATE) - SLOT_SLACK_MS)).toBe(true);
  });

  it('all hold back when the provider asks for less', async () => {
    const world = payoutWorld();
    await holdBackUntil(world.documents, 'sendredpack', world.time.clock() + 10_000);
    expect(await world.time.run(sendSlots(world.tools).next())).toBe(false);
  });

  it('end instead of waiting for ever when somebody else takes every turn', async () => {
    const world = payoutWorld();
    const greedy = memoryDocuments();
    const documents = { ...greedy, update: async () => false };
    const slots = sendSlots({ ...world.tools, documents });
    expect(await world.time.run(slots.next())).toBe(false);
  });
});
