import { memoryDocuments } from '../../server/adapters/memory/documents';
import type { CollectionName, Doc, Documents } from '../../server/ports/documents';
import { type Actor, type ActorKind, newStage, type Stage, type StepPlan } from './engine/actors';
import type { WriteWatcher } from './engine/documents';
import { type History, newHistory } from './engine/history';
import { type Seeded, seeded } from './engine/seeded';
import { type VirtualTime, virtualTime } from './engine/virtual-time';
import type { FaultKind } from './faults';
import { type Invariants, invariantsOf, sendRules } from './invariants';
import { type Judge, newJudge } from './judge';
import { type Mirror, newMirror } from './mirror';
import type { Plan } from './plan';
import { newProvider, type Provider } from './provider';

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
  readonly invariants: Invariants;
  /** Whether a fault of this kind strikes now; never once it is calm. */
  strikes(kind: FaultKind): boolean;
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
  'sender',
  'checker',
  'clock',
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

  const stage = newStage(time, history, planStep);
  // The two judge each other: the provider says what is out, the rules what may leave.
  const sends = sendRules(judge, mirror, plan, () => provider);
  const provider: Provider = newProvider({
    time,
    random: random.fork('provider'),
    strikes,
    has: (kind) => plan.faults.has(kind),
    calmFromMs: plan.calmFromMs,
    nightUntilHour: plan.quietHours?.toHour ?? null,
    onPaid: sends.paid,
    onChanged: ({ billNo }) =>
      judge.must(false, 'INV-18', () => `${billNo} came with other particulars`),
  });
  const invariants = invariantsOf(judge, mirror, sends, provider, time.nowMs);
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
    invariants,
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
