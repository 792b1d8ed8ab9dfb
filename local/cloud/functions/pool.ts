import type { MovableClock } from '../../clock';
import type { CloudFunction } from './catalogue';
import type { Environment } from './environment';
import {
  type Instance,
  type InstanceEvent,
  LoadError,
  type Outcome,
  startInstance,
} from './instance';

/** The instances of one function: started when needed, kept warm, at most `size` at a time. */
export interface FunctionPool {
  readonly fn: CloudFunction;
  /** Waits for a free instance; events are taken in the order in which they came. */
  run(event: InstanceEvent): Promise<Outcome>;
  /** Ends one busy instance in the middle of its event; false when none is busy. */
  crash(): Promise<boolean>;
  /** Ends idle instances now and busy ones after their event. */
  retire(): Promise<void>;
  /** Ends every instance now. */
  kill(): Promise<void>;
}

const KILLED: Outcome = { kind: 'threw', message: 'Error: the local cloud has been closed' };

/**
 * Every function has instances of its own, as on the platform: a function that calls another never
 * waits for itself, and a killed thread takes no other function with it.
 */
export function functionPool(
  fn: CloudFunction,
  size: number,
  environment: Environment,
  clock: MovableClock,
): FunctionPool {
  const idle: Instance[] = [];
  const busy = new Set<Instance>();
  const runs = new Set<Promise<Outcome>>();
  const waiting: (() => void)[] = [];
  let free = size;
  let retired = false;
  let killed = false;

  async function takeSlot(): Promise<void> {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function giveSlot(): void {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }

  function takeIdle(): Instance | undefined {
    for (;;) {
      const instance = idle.pop();
      // Work left behind by an earlier event can crash an instance while nobody uses it.
      if (instance === undefined || instance.alive) return instance;
    }
  }

  async function runOn(event: InstanceEvent): Promise<Outcome> {
    await takeSlot();
    try {
      if (killed) return KILLED;
      const instance = takeIdle() ?? (await startInstance(fn, environment, clock));
      busy.add(instance);
      const outcome = killed ? KILLED : await instance.run(event);
      busy.delete(instance);
      if (retired) await instance.end();
      else if (instance.alive) idle.push(instance);
      return outcome;
    } catch (error) {
      if (error instanceof LoadError) return { kind: 'threw', message: error.message };
      throw error;
    } finally {
      giveSlot();
    }
  }

  const endIdle = () => Promise.all(idle.splice(0).map((instance) => instance.end()));

  return {
    fn,
    run(event) {
      const run = runOn(event);
      runs.add(run);
      return run.finally(() => runs.delete(run));
    },
    async crash() {
      const [instance] = busy;
      await instance?.end();
      return instance !== undefined;
    },
    async retire() {
      retired = true;
      await endIdle();
    },
    async kill() {
      retired = true;
      killed = true;
      await Promise.all([...busy].map((instance) => instance.end()));
      await Promise.all(runs);
      await endIdle();
    },
  };
}
