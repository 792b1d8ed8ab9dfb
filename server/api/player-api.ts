import * as v from 'valibot';
import type { PlayerApi } from '../../miniprogram/shared/contract/player';
import { link } from '../usecases/identity/link';
import { finishRound } from '../usecases/player/finish-round';
import { home } from '../usecases/player/home';
import { lobby } from '../usecases/player/lobby';
import { move } from '../usecases/player/move';
import { myPackets, packet } from '../usecases/player/packets';
import { startRound } from '../usecases/player/start-round';
import type { PlayerTools } from '../usecases/tools';
import { type Actions, type Api, createApi } from './dispatch';
import { CAMPAIGN_ID, CLAIM_ID, CURSOR, REQUEST_ID, SCENE, TICKET } from './schemas';

export function playerApi(tools: PlayerTools): Api {
  const actions: Actions<PlayerApi> = {
    home: {
      request: v.strictObject({}),
      run: (openid) => home(tools, openid),
    },
    lobby: {
      request: v.strictObject({ campaignId: CAMPAIGN_ID }),
      run: (openid, request) => lobby(tools, openid, request),
    },
    'start-round': {
      request: v.strictObject({ campaignId: CAMPAIGN_ID, requestId: REQUEST_ID }),
      run: (openid, request) => startRound(tools, openid, request),
    },
    // What a move or evidence looks like is the game's own, and is parsed where the game is known.
    move: {
      request: v.strictObject({ ticket: TICKET, move: v.unknown() }),
      run: (openid, request) => move(tools, openid, request),
    },
    'finish-round': {
      request: v.strictObject({
        ticket: TICKET,
        evidence: v.unknown(),
        entryScene: v.exactOptional(SCENE),
      }),
      run: (openid, request) => finishRound(tools, openid, request),
    },
    'my-packets': {
      request: v.strictObject({ cursor: v.exactOptional(CURSOR) }),
      run: (openid, request) => myPackets(tools, openid, request),
    },
    link: {
      request: v.strictObject({}),
      run: (openid, _request, { unionid }) => link(tools, { openid, unionid: unionid || null }),
    },
    packet: {
      request: v.strictObject({ claimId: CLAIM_ID }),
      run: (openid, request) => packet(tools, openid, request),
    },
  };
  return createApi(tools, actions);
}
