import { memoryDocuments } from '../../server/adapters/memory/documents';
import type { CollectionName, Doc, Documents } from '../../server/ports/documents';
import { type Actor, type ActorKind, newStage, type Stage, type StepPlan } from './engine/actors';
import type { WriteWatcher } from './engine/documents';
import { type History, newHistory } from './engine/history';
import { type Seeded, seeded } from './engine/seeded';
import { type VirtualTime, virtualTime } from './engine/virtual-time';
import type { FaultKind } from './faults';
import { type Invariants, invariantsOf, sendRules } from './invariants';
import { fundingRules, isSettledByHand } from './invariants/funding';
import { type Judge, newJudge } from './judge';
import { type Mirror, newMirror } from './mirror';
import { newOfficialAccount, type OfficialAccountModel } from './official-account';
import type { Plan } from './plan';
import { newProvider, type Provider } from './provider';
import { newOrders, type OrderListeners, type Orders } from './provider/orders';
import type { TransferListeners } from './provider/transfers';

/** What everything in one run shares. */
export interface World {
  readonly plan: Plan;
  readonly time: VirtualTime;
  readonly random: Seeded;
  readonly stage: Stage;
  readonly history: History;
  readonly judge: Judge;
  readonly mirror: Mirror;
  readonly documents: Documents;
  readonly provider: Provider;
  readonly orders: Orders;
  readonly officialAccount: OfficialAccountModel;
  /** The largest budget that anybody asked for, by campaign. */
  readonly wishedFen: Map<string, number>;
  readonly invariants: Invariants;
  /** Whether a fault of this kind strikes now; never once it is calm. */
  strikes(kind: FaultKind): boolean;
  /** Told of every transfer that is made, and when it ends. */
  onTransfers(listener: TransferListeners): void;
  /** Told of every order and refund at the provider. */
  onOrders(listener: OrderListeners): void;
  /** Told after every committed write that left a document, once the invariants have passed it. */
  onWrite(listener: WriteListener): void;
  readonly watch: WriteWatcher;
  /** What befalls an actor's next step. */
  planStep(actor: Actor): StepPlan;
  /** Steps so far of players' calls and of the timers' runs: what a claim's life consists of. */
  lifeSteps(): number;
}

export type WriteListener = (collection: CollectionName, after: Doc) => void;

const SERVES_A_CLAIM: ReadonlySet<ActorKind> = new Set<ActorKind>([
  'player',
  'cashier',
  'link',
  'callback',
  'sender',
  'checker',
  'clock',
  'keeper',
]);

const OUTAGE_MS = 5 * 60_000;
const OUTAGE_EVERY_MS = 47 * 60_000;

export function newWorld(plan: Plan): World {
  const time = virtualTime(plan.startMs);
  const random = seeded(`run ${plan.seed}`);
  const history = newHistory();
  const judge = newJudge();
  const mirror = newMirror();

  let lifeSteps = 0;

  const isCalm = () => time.nowMs() >= plan.calmFromMs;
  function strikes(kind: FaultKind): boolean {
    const chance = plan.faults.get(kind);
    return chance !== undefined && !isCalm() && random.chance(chance);
  }

  function isOutage(): boolean {
    const sinceMs = (time.nowMs() - plan.startMs) % OUTAGE_EVERY_MS;
    return plan.faults.has('storage-outage') && !isCalm() && sinceMs > OUTAGE_EVERY_MS - OUTAGE_MS;
  }

  function fateOf(actor: Actor): StepPlan['fate'] {
    if (SERVES_A_CLAIM.has(actor.kind)) lifeSteps += 1;
    const kill = SERVES_A_CLAIM.has(actor.kind) ? plan.kills.get(lifeSteps) : undefined;
    if (kill) return kill === 'before' ? 'dies-before' : 'dies-after';
    if (plan.faults.size === 0) return 'none';
    if (isOutage()) return 'fails-before';
    if (strikes('storage-fails-before')) return 'fails-before';
    if (strikes('storage-fails-after')) return 'fails-after';
    const isMortal = actor.kind !== 'instance';
    if (isMortal && strikes('dies-before')) return 'dies-before';
    if (isMortal && strikes('dies-after')) return 'dies-after';
    return 'none';
  }

  function planStep(actor: Actor): StepPlan {
    const isSlow = strikes('storage-slow');
    const beforeMs = isSlow ? random.between(100, 12_000) : random.between(1, 15);
    return {
      fate: fateOf(actor),
      beforeMs,
      afterMs: isSlow ? random.between(0, 5_000) : 0,
    };
  }

  const transferListeners: TransferListeners[] = [];
  const stage = newStage(time, history, planStep);
  // The two judge each other: the provider says what is out, the rules what may leave.
  const sends = sendRules(judge, mirror, plan, () => provider);
  const orderListeners: OrderListeners[] = [];
  const providerTools = {
    time,
    random: random.fork('provider'),
    strikes,
    has: (kind: FaultKind) => plan.faults.has(kind),
    calmFromMs: plan.calmFromMs,
    onChanged: ({ billNo }: { readonly billNo: string }) =>
      judge.must(false, 'INV-18', () => `${billNo} came with other particulars`),
  };
  const orders = newOrders(
    { ...providerTools, random: random.fork('orders') },
    judge,
    {
      onOrderMade: (order) => {
        for (const { onOrderMade } of orderListeners) onOrderMade(order);
      },
      onOrderPaid: (order) => {
        for (const { onOrderPaid } of orderListeners) onOrderPaid(order);
      },
      onRefund: (refund) => {
        for (const { onRefund } of orderListeners) onRefund(refund);
      },
    },
    (refundNo) => isSettledByHand(mirror, refundNo),
  );
  const wishedFen = new Map<string, number>();
  const provider: Provider = newProvider({
    ...providerTools,
    nightUntilHour: plan.quietHours?.toHour ?? null,
    onPaid: sends.paid,
    onMade: (record) => {
      for (const { onMade } of transferListeners) onMade(record);
    },
    onFinished: (tell) => {
      for (const { onFinished } of transferListeners) onFinished(tell);
    },
  });
  const funding = fundingRules(judge, mirror, orders, wishedFen);
  const invariants = invariantsOf(judge, mirror, sends, provider, funding, time.nowMs);
  const listeners: WriteListener[] = [];
  return {
    plan,
    time,
    random,
    stage,
    history,
    judge,
    mirror,
    documents: memoryDocuments(),
    provider,
    orders,
    wishedFen,
    onOrders: (listener) => void orderListeners.push(listener),
    officialAccount: newOfficialAccount(strikes),
    invariants,
    onTransfers: (listener) => void transferListeners.push(listener),
    onWrite: (listener) => void listeners.push(listener),
    watch(actor, collection, id, after) {
      invariants.watch(actor, collection, id, after);
      if (after) for (const listener of listeners) listener(collection, after);
    },
    strikes,
    planStep,
    lifeSteps: () => lifeSteps,
  };
}
