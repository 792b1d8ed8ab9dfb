import type { History } from './history';
import type { VirtualTime } from './virtual-time';

export type ActorKind =
  | 'player'
  | 'organiser'
  /** A phone's call that may ask the provider. */
  | 'cashier'
  /** A browser's visit to the link page. */
  | 'link'
  /** What the provider tells without being asked. */
  | 'callback'
  | 'sender'
  | 'checker'
  | 'clock'
  | 'keeper'
  /** What an instance keeps between calls; it never dies on its own. */
  | 'instance';

/** One run of one function: it does one thing after another, and may die. */
export interface Actor {
  readonly name: string;
  readonly kind: ActorKind;
  readonly startedAtMs: number;
  /** The platform kills it then. */
  readonly deadlineMs: number;
  /** How far its clock is off. */
  readonly skewMs: number;
}

/** What may befall one I/O step; `none` on most of them. */
export type Fate =
  | 'none'
  /** An error, and nothing happened. */
  | 'fails-before'
  /** An error, but it did happen: the answer was lost. */
  | 'fails-after'
  | 'dies-before'
  | 'dies-after';

export interface StepPlan {
  readonly fate: Fate;
  readonly beforeMs: number;
  readonly afterMs: number;
}

export interface Role {
  readonly name: string;
  readonly kind: ActorKind;
  /** How long the platform lets it run. */
  readonly lastsMs: number;
  readonly skewMs: number;
}

export interface Stage {
  /** Starts an actor; resolves with what it returned, or 'died' at the instant of its death. */
  play<T>(role: Role, run: (actor: Actor) => Promise<T>): Promise<T | 'died'>;
  /** One point at which time may pass, others may run, and a fault may strike. */
  step<T>(actor: Actor, what: string, effect: () => Promise<T>, given?: StepPlan): Promise<T>;
  /** The actor waits; it may be dead when it wakes. */
  sleep(actor: Actor, ms: number): Promise<void>;
  /** I/O steps so far, over all actors. */
  steps(): number;
}

export class SimulatedFault extends Error {
  constructor(what: string, moment: 'before' | 'after') {
    super(`simulated: ${what} failed ${moment} its effect`);
  }
}

interface Living extends Actor {
  alive: boolean;
  die: () => void;
}

/** @param planStep draws what befalls an actor's next step */
export function newStage(
  time: VirtualTime,
  history: History,
  planStep: (actor: Actor) => StepPlan,
): Stage {
  let stepNo = 0;
  const startMs = time.nowMs();

  function tell(actor: Actor, what: string): void {
    history.tell(`${time.nowMs() - startMs} ${actor.name} ${what}`);
  }

  function kill(actor: Living, line: string): Promise<never> {
    tell(actor, line);
    actor.alive = false;
    actor.die();
    return forever();
  }

  /** False when the actor is dead, or was killed just now because its time is up. */
  function wakes(actor: Living): boolean {
    if (actor.alive && time.nowMs() >= actor.deadlineMs) void kill(actor, '† out of time');
    return actor.alive;
  }

  return {
    steps: () => stepNo,
    play: ({ name, kind, lastsMs, skewMs }, run) => {
      const startedAtMs = time.nowMs();
      const actor: Living = {
        name,
        kind,
        startedAtMs,
        deadlineMs: startedAtMs + lastsMs,
        skewMs,
        alive: true,
        die: () => undefined,
      };
      const death = new Promise<'died'>((resolve) => {
        actor.die = () => resolve('died');
      });
      return Promise.race([run(actor), death]);
    },

    step: async (given, what, effect, fixed) => {
      const actor = given as Living;
      if (!actor.alive) return forever();
      stepNo += 1;
      const { fate, beforeMs, afterMs } = fixed ?? planStep(actor);
      await time.sleep(beforeMs);
      if (!wakes(actor)) return forever();
      if (fate === 'dies-before') return kill(actor, `${what} † before`);
      if (fate === 'fails-before') {
        tell(actor, `${what} ✗ before`);
        throw new SimulatedFault(what, 'before');
      }
      const result = await effect();
      if (fate === 'dies-after') return kill(actor, `${what} † after`);
      tell(actor, fate === 'fails-after' ? `${what} ✗ after` : `${what}${brief(result)}`);
      if (afterMs > 0) {
        await time.sleep(afterMs);
        if (!wakes(actor)) return forever();
      }
      if (fate === 'fails-after') throw new SimulatedFault(what, 'after');
      return result;
    },

    sleep: async (given, ms) => {
      await time.sleep(ms);
      if (!wakes(given as Living)) return forever();
    },
  };
}

/** What came back, as far as one word tells it. */
function brief(result: unknown): string {
  if (typeof result === 'boolean' || typeof result === 'number') return ` = ${result}`;
  if (Array.isArray(result)) return ` = ${result.length} rows`;
  if (result === null) return ' = none';
  const { kind, rev } = result as { kind?: unknown; rev?: unknown };
  if (typeof kind === 'string') return ` = ${kind}`;
  return typeof rev === 'number' ? ` = rev ${rev}` : '';
}

/** A dead actor's code stops where it is: what it waits for never comes. */
function forever(): Promise<never> {
  return new Promise(() => undefined);
}
