import { organise } from '../players/calls';
import type { World } from './world';

/**
 * The finance department of a local world: declares what the sandbox's merchant has, so that
 * campaigns can open. Once in a world's life; a repeat changes nothing.
 */
export async function declareBalances(world: World): Promise<void> {
  const freeFen = world.sandbox.balance.fen();
  for (const account of ['red-packet', 'transfer']) {
    const requestId = `local-world-${account}`;
    const declared = await organise(world, 'declare-balance', { account, freeFen, requestId });
    if (!declared.ok) throw new Error(`balance: refused with ${declared.failure.code}`);
  }
}
