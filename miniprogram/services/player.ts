import type { PacketView } from '../shared/contract/packet';
import type { HomeView, LinkView, MyPackets } from '../shared/contract/player';
import type { LobbyView } from '../shared/contract/player-campaign';
import type { MoveReply, RoundResult, RoundStart } from '../shared/contract/round';
import { type CallResult, isPassing } from './call-result';
import { call } from './cloud';
import { entryScene } from './entry-scene';
import { noteLinked, noteLobby, withLinkHint } from './link-hint';
import { pause } from './pause';

/** Campaigns that run now or start within seven days. */
export function loadHome(): Promise<CallResult<HomeView>> {
  return call('player', 'home', {});
}

export async function loadLobby(campaignId: string): Promise<CallResult<LobbyView>> {
  const result = await call('player', 'lobby', { campaignId });
  if (!result.ok) return result;
  const { me } = result.value;
  noteLobby(campaignId, me.needsLink);
  return changed(result.value, { me: { ...me, packets: me.packets.map(withLinkHint) } });
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
  if (!result.ok) return result;
  return changed(result.value, { packets: result.value.packets.map(withLinkHint) });
}

/** One page of everything this player won, newest first. */
export async function loadMyPackets(cursor: string | null): Promise<CallResult<MyPackets>> {
  const result = await call('player', 'my-packets', cursor === null ? {} : { cursor });
  if (!result.ok) return result;
  return changed(result.value, { rows: result.value.rows.map(withLinkHint) });
}

export async function loadPacket(claimId: string): Promise<CallResult<PacketView>> {
  const result = await call('player', 'packet', { claimId });
  return result.ok ? { ok: true, value: withLinkHint(result.value) } : result;
}

/** Whether this player's accounts are linked, and where to link them. */
export async function loadLink(): Promise<CallResult<LinkView>> {
  const result = await call('player', 'link', {});
  if (result.ok && result.value.isLinked) noteLinked();
  return result;
}

function changed<T>(value: T, changes: Partial<T>): CallResult<T> {
  return { ok: true, value: { ...value, ...changes } };
}
