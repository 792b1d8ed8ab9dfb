import { CHANNEL_RULES, type PayoutChannel } from '../../miniprogram/shared/channels';
import type { PayoutGateway, PayoutOrder, SendAnswer } from '../../server/ports/payout-gateway';
import { newOrder } from '../support/payout-order';

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
  /** The next packet is accepted and found to be impossible a little later. */
  failNext(): void;
  /** Some providers do not take the same bill twice within a second; accepted work is done by then. */
  letASecondPass(): void;
}

export interface GatewayUnderTest {
  readonly channel: PayoutChannel;
  /** What the provider's codes mean; each is tried. */
  readonly refusals: readonly (readonly [code: string, expected: SendAnswer])[];
  readonly start: () => Promise<OpenGateway>;
}

/** What the sender and the checker rely on, whichever provider is behind the port. */
export function payoutGatewayContract(name: string, under: GatewayUnderTest): void {
  describe(`PayoutGateway: ${name}`, () => {
    let world: OpenGateway;
    const order = (changes: Partial<PayoutOrder> = {}) => newOrder(under.channel, changes);

    beforeEach(async () => {
      world = await under.start();
    });

    afterEach(() => world.gateway.close());

    it('has keys and certificate in order', async () => {
      expect((await world.gateway.checkCredentials()).fault).toBeNull();
    });

    it('pays once, however often the same order is sent', async () => {
      const once = order();
      const first = await world.gateway.send(once);
      world.letASecondPass();
      const second = await world.gateway.send(once);
      expect(first).toMatchObject({ kind: 'sent' });
      expect(second).toMatchObject({ kind: 'sent', providerNo: providerNoOf(first) });
      expect(world.paidCount()).toBe(1);
    });

    it('follows a packet until it is opened, which is the end', async () => {
      const once = order();
      expect(await world.gateway.query(once)).toEqual({ kind: 'not-found' });
      await world.gateway.send(once);
      expect(await world.gateway.query(once)).toEqual({ kind: 'sent' });
      world.open(once.billNo);
      expect((await world.gateway.query(once)).kind).toBe('received');
      world.giveBack(once.billNo);
      expect((await world.gateway.query(once)).kind).toBe('received');
    });

    it('says how much came back, which is the end', async () => {
      const once = order({ amountFen: 345 });
      await world.gateway.send(once);
      world.giveBack(once.billNo);
      expect(await world.gateway.query(once)).toEqual({ kind: 'returned', amountFen: 345 });
      world.open(once.billNo);
      expect(await world.gateway.query(once)).toEqual({ kind: 'returned', amountFen: 345 });
    });

    it('tells a packet that failed from one that came back', async () => {
      const once = order();
      world.failNext();
      await world.gateway.send(once);
      world.letASecondPass();
      expect((await world.gateway.query(once)).kind).toBe('failed');
      expect(await world.gateway.send(once)).toMatchObject({
        kind: 'refused',
        refusal: 'bill-failed',
      });
    });

    it.each([true, false])('does not know what a lost answer meant (paid: %s)', async (paid) => {
      const once = order();
      world.loseNextAnswer(paid);
      expect((await world.gateway.send(once)).kind).toBe('unknown');
      expect((await world.gateway.query(once)).kind).toBe(paid ? 'sent' : 'not-found');
      world.letASecondPass();
      expect((await world.gateway.send(once)).kind).toBe('sent');
      expect(world.paidCount()).toBe(1);
    });

    it('hands out what a phone needs to open the packet, and again after a lost answer', async () => {
      const { gateway } = world;
      const once = order();
      world.loseNextAnswer(true);
      await gateway.send(once);
      world.letASecondPass();
      const answer = await gateway.send(once);
      const pass = answer.kind === 'sent' ? answer.pass : null;
      expect(pass !== null).toBe(CHANNEL_RULES[under.channel].takenBy !== 'chat-message');
      if (pass !== null) expect(gateway.phoneCall?.(once, pass)).toBeDefined();
    });

    it('takes a packet back only from a player who has not opened it', async () => {
      const { gateway } = world;
      if (!gateway.cancel) return; // The provider offers no such thing.
      const [kept, taken] = [order(), order()];
      await gateway.send(kept);
      await gateway.send(taken);
      world.open(kept.billNo);
      expect(await gateway.cancel(kept)).toEqual({ kind: 'too-late' });
      expect(await gateway.cancel(taken)).toEqual({ kind: 'accepted' });
      expect(['returning', 'returned']).toContain((await gateway.query(taken)).kind);
      world.letASecondPass();
      expect(await gateway.query(taken)).toEqual({ kind: 'returned', amountFen: 188 });
      expect((await gateway.query(kept)).kind).toBe('received');
    });

    it.each(under.refusals)('tells what %s means', async (code, expected) => {
      world.refuseNext(code);
      expect(await world.gateway.send(order())).toEqual(expected);
      expect(world.paidCount()).toBe(0);
    });
  });
}

function providerNoOf(answer: SendAnswer): string {
  return answer.kind === 'sent' ? answer.providerNo : '';
}
