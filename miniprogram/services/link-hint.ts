import { CHANNEL_RULES } from '../shared/channels';
import type { PacketView } from '../shared/contract/packet';

/**
 * Campaigns whose lobby said that this player is not linked with the official account. The cloud says
 * so of a packet only once its sender has looked at it, and until then the page must not promise that
 * the money comes by itself.
 */
const unlinkedIn = new Set<string>();

export function noteLobby(campaignId: string, needsLink: boolean): void {
  if (needsLink) unlinkedIn.add(campaignId);
  else unlinkedIn.delete(campaignId);
}

export function noteLinked(): void {
  unlinkedIn.clear();
}

/** A packet that waits for the link although the cloud has not noticed yet. */
export function withLinkHint(packet: PacketView): PacketView {
  const { channel, campaignId, payment } = packet;
  const isOpen = payment.step === 'OWED' && payment.waitsFor === undefined;
  const isAffected = CHANNEL_RULES[channel].identity === 'official-account';
  if (!isOpen || !isAffected || !unlinkedIn.has(campaignId)) return packet;
  return { ...packet, payment: { ...payment, nextAtMs: null, waitsFor: 'link' } };
}
