import type { PacketView } from '../shared/contract/packet';

const recent = new Map<string, PacketView>();

/** Lets the opening page show packets that the end of a round has just brought, without asking again. */
export function rememberWon(packets: readonly PacketView[]): void {
  recent.clear();
  for (const packet of packets) recent.set(packet.claimId, packet);
}

export function recallWon(claimId: string): PacketView | null {
  return recent.get(claimId) ?? null;
}
