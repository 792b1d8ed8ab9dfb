import { createHmac } from 'node:crypto';
import { playerCodeFrom } from '../../../miniprogram/shared/player-code';
import { idFromBytes } from '../../domain/ids';
import type { Names } from '../../ports/names';
import { derivedKey } from './derived-key';

const PLAYER_KEY_HEX_DIGITS = 20;
/** Unguessable: ids travel in share links. */
const CAMPAIGN_ID_BYTES = 16;

/** HMAC-SHA256 under keys of the server's secret. Another secret gives everybody another name. */
export function keyedNames(secret: string): Names {
  const keys = { player: derivedKey(secret, 'player'), campaign: derivedKey(secret, 'campaign') };

  function digest(key: Uint8Array, ...parts: readonly string[]): Buffer {
    return createHmac('sha256', key).update(JSON.stringify(parts)).digest();
  }

  return {
    playerKey: (openid) =>
      digest(keys.player, openid).toString('hex', 0, PLAYER_KEY_HEX_DIGITS / 2),
    // Other bytes than the key's: knowing a code says nothing about the ids of a player's documents.
    playerCode: (openid) => playerCodeFrom(digest(keys.player, openid).subarray(16, 24)),
    campaignId: (organiserOpenid, requestId) =>
      idFromBytes(digest(keys.campaign, organiserOpenid, requestId).subarray(0, CAMPAIGN_ID_BYTES)),
  };
}
