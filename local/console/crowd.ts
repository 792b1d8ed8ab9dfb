import { randomUUID } from 'node:crypto';
import { organise, playerCall } from '../players/calls';
import { CODE_SCAN, linkAccounts } from '../players/packets';
import { type Answer, finishRound, type PlayerCall, playRound, startRound } from '../players/robot';
import { seededFraction } from '../players/seeded-fraction';
import type { World } from '../world/world';
import type { CrowdView } from './state';

export interface Crowd {
  view(): CrowdView;
  /** Sends scripted players into the campaign that runs now; they play one round in real time. */
  join(count: number): Promise<void>;
}

export function gatherCrowd(world: World, changed: () => void): Crowd {
  let view: CrowdView = { joined: 0, finished: 0, packets: 0, problem: null };
  const update = (change: Partial<CrowdView>) => {
    view = { ...view, ...change };
    changed();
  };

  return {
    view: () => view,
    join: async (count) => {
      const campaignId = await runningCampaign(world);
      if (campaignId === null) {
        update({ problem: '没有正在进行的活动' });
        return;
      }
      update({ joined: view.joined + count, problem: null });
      const players = Array.from({ length: count }, () => `crowd-${randomUUID().slice(0, 8)}`);
      await Promise.all(
        players.map(async (phoneId) => {
          const won = await playOnce(world, phoneId, campaignId);
          update({ finished: view.finished + 1, packets: view.packets + won });
        }),
      );
    },
  };
}

interface Card {
  readonly campaignId: string;
  readonly state: string;
  readonly startAtMs: number;
  readonly endAtMs: number;
  readonly packetCount: number;
  readonly claimedCount: number;
}

/** Of the campaigns that run now, the one with the most packets left. */
async function runningCampaign(world: World): Promise<string | null> {
  const answer = await organise(world, 'list', {});
  if (!answer.ok) return null;
  const { rows } = answer.value as { rows: readonly Card[] };
  const nowMs = world.clock.now();
  const left = ({ packetCount, claimedCount }: Card) => packetCount - claimedCount;
  const [fullest] = rows
    .filter((card) => card.state === 'published')
    .filter(({ startAtMs, endAtMs }) => startAtMs <= nowMs && nowMs < endAtMs)
    .sort((a, b) => left(b) - left(a));
  return fullest?.campaignId ?? null;
}

/**
 * Packets won by one scripted player, who comes by scanning and links the account where that is asked
 * for: nothing but the console's buttons is then needed to take a packet.
 */
async function playOnce(world: World, phoneId: string, campaignId: string): Promise<number> {
  const call = playerCall(world, phoneId);
  const random = seededFraction(phoneId);
  await wait(random() * 3_000);
  if (await needsLink(call, campaignId)) await linkAccounts(world, phoneId);
  const started = await startRound(call, campaignId, `crowd-${phoneId}`);
  if (!started.ok) return 0;
  await playRound(call, started.value, random, wait);
  // Riddles end with the last answer, rain with its time; the clock may be moved meanwhile.
  const rains = started.value.gameId === 'red-packet-rain';
  while (rains && world.clock.now() < started.value.endsAtMs) await wait(100);
  const finished = await finishRound(call, started.value, random, CODE_SCAN);
  return finished.ok ? finished.value.packets.length : 0;
}

async function needsLink(call: PlayerCall, campaignId: string): Promise<boolean> {
  const lobby = (await call('lobby', { campaignId })) as Answer<{ me: { needsLink: boolean } }>;
  return lobby.ok && lobby.value.me.needsLink;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
