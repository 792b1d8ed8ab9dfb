import type { PayoutGateway, PayoutOrder } from '../../server/ports/payout-gateway';

/** A gateway with a provider behind it that a test can look into. */
export interface OpenGateway {
  readonly gateway: PayoutGateway;
  /** How many packets the provider has paid out. */
  paidCount(): number;
  /** The player opens the packet. */
  open(billNo: string): void;
  /** Nobody opened it, and the money is back with the merchant. */
  giveBack(billNo: string): void;
  /** The next send is answered by silence, after it was paid or without being paid. */
  loseNextAnswer(paid: boolean): void;
  /** The next send is refused with this code, before anything moved. */
  refuseNext(code: string): void;
  /** The provider does not take the same bill twice within a second. */
  letASecondPass(): void;
}

let serial = 0;

export function newOrder(changes: Partial<PayoutOrder> = {}): PayoutOrder {
  serial += 1;
  return {
    billNo: `190000010920261121${String(serial).padStart(10, '0')}`,
    recipientId: `oxTWIuGaIt6gTKsQRLau2${String(serial).padStart(7, '0')}`,
    amountFen: 188,
    senderName: '行政部',
    greeting: '新年快乐',
    campaignTitle: '年会红包雨',
    ...changes,
  };
}

/** What the sender and the checker rely on, whichever provider is behind the port. */
export function payoutGatewayContract(name: string, start: () => Promise<OpenGateway>): void {
  describe(`PayoutGateway: ${name}`, () => {
    let world: OpenGateway;

    beforeEach(async () => {
      world = await start();
    });

    afterEach(() => world.gateway.close());

    it('has keys and certificate in order', async () => {
      expect((await world.gateway.checkCredentials()).fault).toBeNull();
    });

    it('pays once, however often the same order is sent', async () => {
      const order = newOrder();
      expect((await world.gateway.send(order)).kind).toBe('sent');
      world.letASecondPass();
      expect((await world.gateway.send(order)).kind).toBe('sent');
      expect(world.paidCount()).toBe(1);
    });

    it('follows a packet until it is opened', async () => {
      const order = newOrder();
      expect(await world.gateway.query(order)).toEqual({ kind: 'not-found' });
      await world.gateway.send(order);
      expect(await world.gateway.query(order)).toEqual({ kind: 'sent' });
      world.open(order.billNo);
      expect((await world.gateway.query(order)).kind).toBe('received');
    });

    it('says how much came back', async () => {
      const order = newOrder({ amountFen: 345 });
      await world.gateway.send(order);
      world.giveBack(order.billNo);
      expect(await world.gateway.query(order)).toEqual({ kind: 'returned', amountFen: 345 });
    });

    it.each([true, false])('does not know what a lost answer meant (paid: %s)', async (paid) => {
      const order = newOrder();
      world.loseNextAnswer(paid);
      expect((await world.gateway.send(order)).kind).toBe('unknown');
      expect((await world.gateway.query(order)).kind).toBe(paid ? 'sent' : 'not-found');
      world.letASecondPass();
      expect((await world.gateway.send(order)).kind).toBe('sent');
      expect(world.paidCount()).toBe(1);
    });

    it.each([
      ['NOTENOUGH', { kind: 'refused', code: 'NOTENOUGH', class: 'stop-merchant' }],
      ['FREQ_LIMIT', { kind: 'refused', code: 'FREQ_LIMIT', class: 'again-later' }],
      ['NO_AUTH', { kind: 'refused', code: 'NO_AUTH', class: 'hold-claim' }],
      ['SENDNUM_LIMIT', { kind: 'refused', code: 'SENDNUM_LIMIT', class: 'next-day' }],
      ['SEND_FAILED', { kind: 'refused', code: 'SEND_FAILED', class: 'query-then-new-bill' }],
      ['SYSTEMERROR', { kind: 'unknown', code: 'SYSTEMERROR' }],
      ['CODE_OF_TOMORROW', { kind: 'unknown', code: 'CODE_OF_TOMORROW' }],
    ])('tells what %s means', async (code, expected) => {
      world.refuseNext(code);
      expect(await world.gateway.send(newOrder())).toEqual(expected);
      expect(world.paidCount()).toBe(0);
    });
  });
}
