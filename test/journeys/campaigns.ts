import type { Page } from 'playwright-core';
import type { WorldProcess } from '../support/world-process';
import { solveRiddles } from './hands';
import { askCloud } from './phones';

const HOUR_MS = 3_600_000;
/** Of every packet. */
const PACKET_FEN = 300;

export interface Saved {
  readonly campaignId: string;
  readonly revision: number;
}

export interface RiddleCampaign {
  readonly title: string;
  readonly channel: string;
  readonly funding: 'merchant-balance' | 'paid-in';
  readonly packetCount: number;
}

/** A draft by a call: one riddle for a packet of 3 yuan, open from now on for three days. */
export async function saveDraft(world: WorldProcess, campaign: RiddleCampaign): Promise<Saved> {
  const { nowMs } = await world.state();
  const { packetCount, ...chosen } = campaign;
  const settings = {
    riddleCount: 1,
    triesPerRiddle: 3,
    answerBy: 'choice',
    roundSeconds: 120,
    rightPerPacket: 1,
  };
  const draft = {
    ...chosen,
    senderName: '小满茶铺',
    greeting: '周末愉快',
    game: { id: 'riddles', settings },
    split: {
      kind: 'equal',
      totalFen: PACKET_FEN * packetCount,
      packetCount,
      minFen: PACKET_FEN,
      maxFen: PACKET_FEN,
    },
    startAtMs: nowMs,
    endAtMs: nowMs + 72 * HOUR_MS,
    packetsPerPlayer: 1,
    roundsPerPlayer: 1,
    allowList: [],
    blockList: [],
  };
  const requestId = `journey-${campaign.channel}-${campaign.funding}`;
  return organise<Saved>(world, { action: 'save-draft', draft, requestId });
}

/** The same, opened; answers its id. */
export async function publish(world: WorldProcess, campaign: RiddleCampaign): Promise<string> {
  const { campaignId, revision } = await saveDraft(world, campaign);
  await organise(world, { action: 'publish', campaignId, revision });
  return campaignId;
}

function organise<Value>(world: WorldProcess, data: object): Promise<Value> {
  return askCloud<Value>(world, 'organiser', 'organiser', data);
}

/** Plays and opens the envelope; the packet lies open in the player's hand afterwards. */
export async function winByRiddle(page: Page, title: string): Promise<void> {
  await page.getByText(title).first().click();
  await page.getByText('进入', { exact: true }).click();
  await solveRiddles(page, 1);
  await page.waitForURL(/pages\/packet/);
  await page.getByText('開', { exact: true }).last().click();
}
