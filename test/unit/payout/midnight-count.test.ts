import { fromBeijing } from '../../../miniprogram/shared/beijing-time';
import type { DaySpendRecord } from '../../../server/domain/records';
import { payoutWorld } from '../../support/payout-world';

describe('a merchant that may send at night', () => {
  it("counts a bill into the day on which it leaves, not into yesterday's limits", async () => {
    // The first slot comes a second and a half later, on the next day.
    const world = payoutWorld({ startMs: fromBeijing(2026, 11, 21, 23, 59, 59) });
    const atNight = { quietHours: null };
    await world.owe(1, { openid: 'o-1' });
    await world.send(atNight);
    expect(world.gateway.sends).toHaveLength(0);
    expect(await world.steps()).toEqual({ OWED: 1 });

    world.time.advance(10_000);
    await world.send(atNight);
    const [sent] = world.gateway.sends;
    const today = await world.documents.get<DaySpendRecord>(
      'send_budgets',
      'sendredpack.20261122.official-o-1',
    );
    expect(today?.billNos).toEqual([sent!.order.billNo]);
  });
});
