import type {
  HomeView,
  LinkView,
  LobbyView,
  MoveReply,
  MyPackets,
  PacketView,
  RoundResult,
  RoundStart,
} from '../shared/contract';
import { type CallResult, isPassing } from './call-result';
import { call } from './cloud';
import { entryScene } from './entry-scene';
import { pause } from './pause';

/** Campaigns that run now or start within seven days. */
export function loadHome(): Promise<CallResult<HomeView>> {
  return call('player', 'home', {});
}

export function loadLobby(campaignId: string): Promise<CallResult<LobbyView>> {
  return call('player', 'lobby', { campaignId });
}

/** Safe to repeat with the same requestId: the same round is dealt again. */
export function startRound(campaignId: string, requestId: string): Promise<CallResult<RoundStart>> {
  return call('player', 'start-round', { campaignId, requestId });
}

/** One move of a game that is judged step by step. */
export function sendMove(ticket: string, move: unknown): Promise<CallResult<MoveReply>> {
  return call('player', 'move', { ticket, move });
}

const FINISH_PAUSES_MS = [700, 1500];

/**
 * Ends the round and takes its packets. The cloud gives one ticket one effect and the same answer
 * each time, so a call that may have been lost is repeated, with some jitter against crowds.
 */
export async function finishRound(
  ticket: string,
  evidence: unknown,
): Promise<CallResult<RoundResult>> {
  const request = { ticket, evidence, entryScene: entryScene() };
  let result = await call('player', 'finish-round', request);
  for (const pauseMs of FINISH_PAUSES_MS) {
    if (result.ok || !isPassing(result.failure)) break;
    await pause(pauseMs * (0.75 + Math.random() / 2));
    result = await call('player', 'finish-round', request);
  }
  return result;
}

/** One page of everything this player won, newest first. */
export function loadMyPackets(cursor: string | null): Promise<CallResult<MyPackets>> {
  return call('player', 'my-packets', cursor === null ? {} : { cursor });
}

export function loadPacket(claimId: string): Promise<CallResult<PacketView>> {
  return call('player', 'packet', { claimId });
}

/** Whether this player's accounts are linked, and where to link them. */
export function loadLink(): Promise<CallResult<LinkView>> {
  return call('player', 'link', {});
}
