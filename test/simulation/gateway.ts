import { MINUTE_MS } from '../../miniprogram/shared/beijing-time';
import { readQueryReply } from '../../server/adapters/wechatpay/red-packets/gethbinfo';
import { readSendReply } from '../../server/adapters/wechatpay/red-packets/send';
import type { Fields } from '../../server/adapters/wechatpay/signature';
import type { PayoutGateway, PayoutOrder } from '../../server/ports/payout-gateway';
import type { Actor, Stage, StepPlan } from './engine/actors';
import type { Seeded } from './engine/seeded';
import type { VirtualTime } from './engine/virtual-time';
import type { FaultKind } from './faults';
import { MCH_ID, type Provider, WXAPPID } from './provider';

const MERCHANT = { mchId: MCH_ID, apiKey: '', appid: WXAPPID };
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

/** The provider at the other end of a line that loses, delays and repeats nothing by itself. */
export function gatewayOf(line: Line, actor: Actor): PayoutGateway {
  const { time, stage, random, provider, strikes } = line;

  function over<Answer>(what: string, deliver: () => Answer, answersWithinMs: number | null) {
    const plan = line.planWait(actor);
    const beforeMs = answersWithinMs ?? DEADLINE_MS;
    return stage.step(actor, what, async () => deliver(), { ...plan, beforeMs });
  }
  const timeout = () => ({ kind: 'unknown', code: 'TIMEOUT' }) as const;

  return {
    async send(order) {
      const what = `send ${order.billNo}`;
      const fault = provider.certificateFault();
      if (fault) return { kind: 'refused', code: fault, refusal: 'merchant' };
      line.onLeave(order);
      if (strikes('send-lost')) return over(what, timeout, null);
      if (strikes('send-lands-late')) {
        const landsAtMs = time.nowMs() + random.between(9_000, 30 * MINUTE_MS);
        time.at(landsAtMs, () => void provider.send(order));
        return over(what, timeout, null);
      }
      if (strikes('send-answer-lost')) {
        time.at(time.nowMs() + random.between(20, 3_000), () => void provider.send(order));
        return over(what, timeout, null);
      }
      // The answer is made when the request lands; the actor may die while it is on its way.
      const landsAfterMs = random.between(20, 400);
      let fields: Fields = {};
      time.at(time.nowMs() + landsAfterMs, () => {
        fields = provider.send(order);
      });
      const read = () => readSendReply({ kind: 'reply', fields, packets: [] }, order, MERCHANT);
      return over(what, read, landsAfterMs + random.between(10, 400));
    },

    async query(order) {
      const what = `query ${order.billNo}`;
      const fault = provider.certificateFault();
      if (fault) return { kind: 'unknown', code: fault };
      if (strikes('query-lost')) return over(what, timeout, null);
      const read = () => {
        const fields = provider.query(order.billNo);
        return readQueryReply({ kind: 'reply', fields, packets: [] }, order, MERCHANT);
      };
      return over(what, read, random.between(30, 500));
    },

    async checkCredentials() {
      const fault = provider.certificateFault();
      return fault
        ? { fault, detail: 'expired' }
        : { fault: null, certificateExpiresAtMs: provider.certificateExpiresAtMs() };
    },
    close: () => undefined,
  };
}
