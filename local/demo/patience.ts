import type { InvokeReply, LocalCloud } from '../cloud';
import type { World } from '../world/world';

const TRIES_MOST = 3;

/**
 * The same world, whose callers do not give up at the first broken call: a phone asks again, and the
 * platform's timers fire again. Only what the platform answers counts as broken; a refusal of the
 * function is an answer. A function that breaks every time stays broken.
 */
export function patientWorld(world: World, progress: (line: string) => void): World {
  const { cloud } = world;

  async function patiently(name: string, call: () => Promise<InvokeReply>): Promise<InvokeReply> {
    for (let tries = 1; ; tries += 1) {
      const reply = await call();
      if (reply.ok || tries === TRIES_MOST) return reply;
      progress(`${name} broke and is called again: ${reply.errMsg}`);
    }
  }

  const patient: LocalCloud = {
    ...cloud,
    invoke: (name, data, identity) => patiently(name, () => cloud.invoke(name, data, identity)),
    runTimer: (name) => patiently(name, () => cloud.runTimer(name)),
  };
  return { ...world, cloud: patient };
}
