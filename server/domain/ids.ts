/*
 * Ids that can be worked out again: whoever repeats an operation meets the documents of the first
 * attempt. None of them tells an openid.
 */

export function participationId(campaignId: string, playerKey: string): string {
  return `${campaignId}.${playerKey}`;
}

/** `ordinal` counts the packets granted to this player in this campaign, from 1. */
export function claimId(campaignId: string, playerKey: string, ordinal: number): string {
  return `${campaignId}.${playerKey}.${ordinal}`;
}

export function shardId(campaignId: string, shardNo: number): string {
  return `${campaignId}.${shardNo}`;
}

/** FNV-1a, 32 bit: spreads ids evenly. Not for secrets. */
export function spread(text: string, buckets: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  // The low bits of FNV-1a vary least between ids that differ in their last character only.
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return ((hash ^ (hash >>> 12)) >>> 0) % buckets;
}

const BASE_32 = '0123456789abcdefghjkmnpqrstvwxyz';

/** Bytes as an id in lower case: five bits a character, no padding. 16 bytes make 26 characters. */
export function idFromBytes(bytes: Uint8Array): string {
  let id = '';
  let bits = 0;
  let buffer = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      id += BASE_32[(buffer >> bits) & 31];
    }
    buffer &= (1 << bits) - 1;
  }
  return bits > 0 ? id + BASE_32[(buffer << (5 - bits)) & 31] : id;
}
