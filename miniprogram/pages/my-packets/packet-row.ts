import { packetTask } from '../../services/packet-task';
import { packetChip, type Tone } from '../../services/payment-words';
import { formatWhen } from '../../services/when';
import type { PacketView } from '../../shared/contract/packet';

export interface PacketRow {
  readonly claimId: string;
  readonly title: string;
  readonly when: string;
  readonly amountFen: number;
  readonly chip: { readonly text: string; readonly tone: Tone };
  /** Whether the player has something to do before the money arrives. */
  readonly waits: boolean;
}

export function packetRow(packet: PacketView, entryScene: number, nowMs: number): PacketRow {
  return {
    claimId: packet.claimId,
    title: packet.campaignTitle,
    when: formatWhen(packet.claimedAtMs, nowMs),
    amountFen: packet.amountFen,
    chip: packetChip(packet),
    waits: packetTask(packet, entryScene) !== 'none',
  };
}
