import { movableClock } from '../../../local/clock';
import { readCommand } from '../../../local/console/command';
import { moneyViews } from '../../../local/console/money-views';
import { runCommand } from '../../../local/console/run-command';
import { OPENID } from './client';
import { createOrderClient, NOTIFY_URL } from './order-client';
import { OUT_BILL_NO } from './v3-client';
import { createWorlds, type World } from './world';

const worlds = createWorlds();
afterAll(() => worlds.close());

/** What the console shows after its buttons have been pressed. */
function consoleOf({ sandbox }: World) {
  const nameOf = (openid: string) => (openid === OPENID ? '小明' : null);
  return (...orders: object[]) => {
    for (const order of orders) {
      const command = readCommand(JSON.stringify(order));
      if (command === null) throw new Error('the console refuses its own button');
      runCommand(
        {
          world: { sandbox, clock: movableClock(), deliverCallbacks: sandbox.callbacks.deliverDue },
          phones: { add: () => {} },
          crowd: { join: async () => {} },
        },
        command,
      );
    }
    return moneyViews(sandbox, nameOf);
  };
}

describe('a tester at the console', () => {
  it.each([
    ['confirm', { status: 'SUCCESS', failReason: null }],
    ['decline', { status: 'FAIL', failReason: 'OTHER_FAIL_REASON_TYPE' }],
    ['expire', { status: 'FAIL', failReason: 'OVERDUE_CLOSE' }],
  ])('ends a transfer: %s', async (step, ended) => {
    const world = await worlds.start();
    await world.v3.create();
    const shownAfter = consoleOf(world);
    const waiting = { billNo: OUT_BILL_NO, amountFen: 188, recipient: '小明' };
    expect(shownAfter().transfers).toEqual([
      { ...waiting, status: 'WAIT_USER_CONFIRM', failReason: null },
    ]);
    const { transfers } = shownAfter({ do: 'transfer', billNo: OUT_BILL_NO, step });
    expect(transfers).toEqual([{ ...waiting, ...ended }]);
  });

  it('leaves an order, pays it, and ends its refund', async () => {
    const world = await worlds.start();
    const orders = createOrderClient(world);
    await orders.order();
    const shownAfter = consoleOf(world);
    const order = { no: 'P1', amountFen: 1_000, payer: '小明' };
    expect(shownAfter({ do: 'order', no: 'P1', step: 'abandon' }).orders).toEqual([
      { ...order, status: 'NOTPAY' },
    ]);
    expect(shownAfter({ do: 'order', no: 'P1', step: 'pay' })).toMatchObject({
      orders: [{ ...order, status: 'SUCCESS' }],
      pendingCallbacks: 1,
    });
    await orders.refund({ notify_url: NOTIFY_URL });
    expect(shownAfter({ do: 'refund', no: 'R1', as: 'CHANGE' }).refunds).toEqual([
      { no: 'R1', amountFen: 400, status: 'CHANGE', payer: '小明' },
    ]);
  });

  it('sets the balance, so that the next payout finds too little', async () => {
    const world = await worlds.start();
    expect(consoleOf(world)({ do: 'set-balance', fen: 100 }).balanceFen).toBe(100);
    expect((await world.v3.create()).body).toMatchObject({ code: 'NOT_ENOUGH' });
  });

  it('reaches nothing by an order that no button sends', () => {
    for (const text of [
      '{',
      '{"do":"transfer","billNo":"T1","step":"bill"}',
      '{"do":"set-balance","fen":-1}',
      '{"do":"move-clock","byMs":-1}',
    ]) {
      expect(readCommand(text)).toBeNull();
    }
  });
});
