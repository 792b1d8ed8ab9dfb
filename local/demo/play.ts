import { playerCall } from '../players/calls';
import { linkAccounts } from '../players/packets';
import { finishRound, playRound, type RoundHandle, startRound } from '../players/robot';
import { seededFraction } from '../players/seeded-fraction';
import type { World } from '../world/world';
import type { Channel } from './campaign-file';
import { inParallel } from './in-parallel';
import type { Person } from './people';

export interface Game {
  readonly campaignId: string;
  readonly channel: Channel;
  /** Decides how everybody plays. */
  readonly seed: string;
  readonly people: readonly Person[];
  readonly progress: (line: string) => void;
}

/** Everybody plays one round; where the channel pays the official account, some link it first. */
export async function playAll(world: World, game: Game): Promise<void> {
  const { campaignId, channel, people, progress } = game;
  const random = seededFraction(game.seed);
  if (channel === 'sendredpack') {
    const prepared = people.filter(({ isPrepared }) => isPrepared);
    await inParallel(prepared, ({ phoneId }) => linkAccounts(world, phoneId));
  }

  const rounds = await inParallel(people, async ({ phoneId, entryScene }) => {
    const call = playerCall(world, phoneId);
    const started = await startRound(call, campaignId, `first-round-${phoneId}`);
    if (started.ok) await playRound(call, started.value, random, wait);
    return { call, entryScene, round: started.ok ? started.value : null };
  });
  const playing = rounds.filter((entry) => entry.round !== null);
  progress(`${playing.length} of ${people.length} players play`);

  const lastEndMs = Math.max(0, ...playing.map(({ round }) => (round as RoundHandle).endsAtMs));
  world.clock.moveBy(Math.max(0, lastEndMs - world.clock.now()));
  let packets = 0;
  await inParallel(playing, async ({ call, entryScene, round }) => {
    const finished = await finishRound(call, round as RoundHandle, random, entryScene);
    if (finished.ok) packets += finished.value.packets.length;
  });
  progress(`${packets} packets won`);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
