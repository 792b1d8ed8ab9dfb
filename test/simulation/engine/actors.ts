import type { Seeded } from './seeded';
import type { VirtualTime } from './virtual-time';

/** One run of one function, or one player's phone: it does one thing after another, and may die. */
export interface Actor {
  readonly name: string;
  readonly alive: boolean;
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

export interface Stage {
  /** Starts an actor; resolves with what it returned, or 'died' at the instant of its death. */
  play<T>(name: string, run: (actor: Actor) => Promise<T>): Promise<T | 'died'>;
  /** One point at which time may pass, others may run, and a fault may strike. */
  step<T>(actor: Actor, what: string, effect: () => Promise<T>): Promise<T>;
  /** Everything that happened, in order; the same for the same seed. */
  history(): readonly string[];
}

export class SimulatedFault extends Error {
  constructor(what: string, moment: 'before' | 'after') {
    super(`simulated: ${what} failed ${moment} its effect`);
  }
}

interface Living {
  readonly name: string;
  alive: boolean;
  die: () => void;
}

/**
 * @param plan draws what befalls a step
 * @param afterEffect runs after every effect, before anybody else can: the place to check invariants
 */
export function stage(
  time: VirtualTime,
  random: Seeded,
  plan: (actor: Actor, what: string, random: Seeded) => StepPlan,
  afterEffect: () => void,
): Stage {
  const lines: string[] = [];
  const tell = (actor: Actor, what: string) => {
    lines.push(`${time.nowMs()} ${actor.name} ${what}`);
  };

  return {
    history: () => lines,
    play: (name, run) => {
      const actor: Living = { name, alive: true, die: () => undefined };
      const death = new Promise<'died'>((resolve) => {
        actor.die = () => {
          actor.alive = false;
          resolve('died');
        };
      });
      return Promise.race([run(actor), death]);
    },
    step: async (given, what, effect) => {
      const actor = given as Living;
      const { fate, beforeMs, afterMs } = plan(actor, what, random);
      await time.sleep(beforeMs);
      if (!actor.alive) return forever();
      if (fate === 'dies-before') return end(actor, `${what} † before`);
      if (fate === 'fails-before') {
        tell(actor, `${what} ✗ before`);
        throw new SimulatedFault(what, 'before');
      }
      const outcome = await settled(effect());
      afterEffect();
      if (fate === 'dies-after') return end(actor, `${what} † after`);
      tell(actor, fate === 'fails-after' ? `${what} ✗ after` : what);
      await time.sleep(afterMs);
      if (!actor.alive) return forever();
      if (fate === 'fails-after') throw new SimulatedFault(what, 'after');
      if (outcome.ok) return outcome.value;
      throw outcome.error;
    },
  };

  function end(actor: Living, line: string): Promise<never> {
    tell(actor, line);
    actor.die();
    return forever();
  }
}

/** A dead actor's code stops where it is: what it waits for never comes. */
function forever(): Promise<never> {
  return new Promise(() => undefined);
}

async function settled<T>(
  promise: Promise<T>,
): Promise<{ ok: true; value: T } | { ok: false; error: unknown }> {
  try {
    return { ok: true, value: await promise };
  } catch (error) {
    return { ok: false, error };
  }
}
