import type { World } from '../world/world';
import { ORGANISER } from './phones';
import type { Answer } from './robot';

/** Calls a function as the WeChat user of one phone. A function that breaks is an exception. */
export async function callAs(
  world: World,
  functionName: string,
  phoneId: string,
  event: object,
): Promise<Answer<unknown>> {
  const reply = await world.cloud.invoke(functionName, event, world.identityOf(phoneId));
  if (!reply.ok) throw new Error(`${functionName} failed: ${reply.errMsg}`);
  return reply.result as Answer<unknown>;
}

/** Calls the `organiser` function as this world's organiser. */
export function organise(
  world: World,
  action: string,
  fields: Record<string, unknown>,
): Promise<Answer<unknown>> {
  return callAs(world, 'organiser', ORGANISER.phoneId, { action, ...fields });
}

/** The `player` function in the hands of one WeChat user. */
export function playerCall(world: World, phoneId: string) {
  return (action: string, fields: Record<string, unknown>) =>
    callAs(world, 'player', phoneId, { action, ...fields });
}
