import { MINUTE_MS } from '../../miniprogram/shared/beijing-time';
import type { PayoutChannel } from '../../miniprogram/shared/channels';
import type { PayoutGateway, PayoutOrder } from '../../server/ports/payout-gateway';
import { deskOf } from './desks';
import type { Actor, Stage, StepPlan } from './engine/actors';
import type { Seeded } from './engine/seeded';
import type { VirtualTime } from './engine/virtual-time';
import type { FaultKind } from './faults';
import type { Provider } from './provider';

const DEADLINE_MS = 8_000;

export interface Line {
  readonly time: VirtualTime;
  readonly stage: Stage;
  readonly random: Seeded;
  readonly provider: Provider;
  readonly strikes: (kind: FaultKind) => boolean;
  /** The bytes of a send leave now. */
  readonly onLeave: (order: PayoutOrder) => void;
  /** What befalls the actor while it waits for an answer. */
  readonly planWait: (actor: Actor) => StepPlan;
}

/** A line that loses and delays, and repeats nothing by itself. */
export function overLine(line: Line, actor: Actor) {
  const { time, stage, random, strikes } = line;

  function over<Answer>(what: string, deliver: () => Answer, answersWithinMs: number | null) {
    const plan = line.planWait(actor);
    const beforeMs = answersWithinMs ?? DEADLINE_MS;
    return stage.step(actor, what, async () => deliver(), { ...plan, beforeMs });
  }
  const timeout = () => ({ kind: 'unknown', code: 'TIMEOUT' }) as const;

  /** A request that changes something: it may be lost, land late, or land with its answer lost. */
  function change<Answer>(what: string, land: () => Answer) {
    if (strikes('send-lost')) return over(what, timeout, null);
    if (strikes('send-lands-late')) {
      const landsAtMs = time.nowMs() + random.between(9_000, 30 * MINUTE_MS);
      time.at(landsAtMs, () => void land());
      return over(what, timeout, null);
    }
    if (strikes('send-answer-lost')) {
      time.at(time.nowMs() + random.between(20, 3_000), () => void land());
      return over(what, timeout, null);
    }
    // The answer is made when the request lands; the actor may die while it is on its way.
    const landsAfterMs = random.between(20, 400);
    let answer: Answer | null = null;
    time.at(time.nowMs() + landsAfterMs, () => {
      answer = land();
    });
    return over(what, () => answer!, landsAfterMs + random.between(10, 400));
  }

  function ask<Answer>(what: string, read: () => Answer) {
    if (strikes('query-lost')) return over(what, timeout, null);
    return over(what, read, random.between(30, 500));
  }
  return { change, ask };
}

/** The provider at the other end of the line. */
export function gatewayOf(line: Line, channel: PayoutChannel, actor: Actor): PayoutGateway {
  const { time, provider } = line;
  const { change, ask } = overLine(line, actor);
  const desk = deskOf(channel, provider, time.nowMs);
  const { cancel, phoneCall } = desk;
  return {
    async send(order) {
      const fault = provider.certificateFault();
      if (fault) return { kind: 'refused', code: fault, refusal: 'merchant' };
      line.onLeave(order);
      return change(`send ${order.billNo}`, () => desk.send(order));
    },

    async query(order) {
      const fault = provider.certificateFault();
      if (fault) return { kind: 'unknown', code: fault };
      return ask(`query ${order.billNo}`, () => desk.query(order));
    },

    ...(cancel && {
      async cancel(order) {
        const fault = provider.certificateFault();
        if (fault) return { kind: 'unknown', code: fault };
        return change(`cancel ${order.billNo}`, () => cancel(order));
      },
    }),
    ...(phoneCall && { phoneCall }),

    async checkCredentials() {
      const fault = provider.certificateFault();
      return fault
        ? { fault, detail: 'expired' }
        : { fault: null, certificateExpiresAtMs: provider.certificateExpiresAtMs() };
    },
    close: () => undefined,
  };
}
