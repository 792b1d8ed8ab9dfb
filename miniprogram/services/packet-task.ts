import { CHANNEL_RULES, isEntrySceneFit } from '../shared/channels';
import type { PacketView, PayoutWait } from '../shared/contract/packet';
import type { PaymentStep } from '../shared/payment';

/**
 * What a packet waits for from its player. `collect`: confirm the transfer; `open`: open it on
 * WeChat's page; `scan`: come in again by scanning; `link`: link the official account; `chat`: open
 * the official account's message. `none`: it goes on by itself, or is over.
 */
export type PacketTask = 'collect' | 'open' | 'scan' | 'link' | 'chat' | 'none';

/** Also while the cloud is sending: whoever taps in these seconds is waited for. */
const UNDER_WAY: readonly PaymentStep[] = ['OWED', 'SENDING', 'UNKNOWN', 'SENT'];

/** Nothing the player does helps while one of these holds. */
const OUT_OF_REACH: readonly (PayoutWait | undefined)[] = [
  'player-limit',
  'merchant-limit',
  'merchant',
];

export function packetTask(
  { channel, payment }: Pick<PacketView, 'channel' | 'payment'>,
  entryScene: number,
): PacketTask {
  const { step, waitsFor } = payment;
  if (!UNDER_WAY.includes(step)) return 'none';
  if (step === 'OWED' && OUT_OF_REACH.includes(waitsFor)) return 'none';
  switch (CHANNEL_RULES[channel].takenBy) {
    case 'confirmation-page':
      return 'collect';
    case 'red-packet-page':
      return isEntrySceneFit(channel, entryScene) ? 'open' : 'scan';
    case 'chat-message':
      if (step === 'SENT') return 'chat';
      return waitsFor === 'link' ? 'link' : 'none';
  }
}

/** The packet as the player can see it: who has come in by scanning need not be told to. */
export function asSeenFrom(packet: PacketView, entryScene: number): PacketView {
  if (packet.payment.waitsFor !== 'scan') return packet;
  if (!isEntrySceneFit(packet.channel, entryScene)) return packet;
  const { waitsFor: _, ...payment } = packet.payment;
  return { ...packet, payment };
}

/** Whether the packet can be handed over right here, on a page of WeChat's. */
export function isTakenHere(task: PacketTask): task is 'collect' | 'open' {
  return task === 'collect' || task === 'open';
}
