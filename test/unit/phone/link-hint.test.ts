import { noteLinked, noteLobby, withLinkHint } from '../../../miniprogram/services/link-hint';
import type { PacketView } from '../../../miniprogram/shared/contract/packet';
import { packetView } from '../../support/views/packet';

const PACKET = packetView({ channel: 'sendredpack' });

const waitOf = (packet: PacketView) => withLinkHint(packet).payment.waitsFor;

afterEach(noteLinked);

describe('a packet that an unlinked player has just won', () => {
  it('waits for the link as soon as the lobby said so', () => {
    expect(waitOf(PACKET)).toBeUndefined();
    noteLobby('c1', true);
    expect(waitOf(PACKET)).toBe('link');
  });

  it('goes on by itself once the player is linked', () => {
    noteLobby('c1', true);
    noteLinked();
    expect(waitOf(PACKET)).toBeUndefined();
    noteLobby('c1', true);
    noteLobby('c1', false);
    expect(waitOf(PACKET)).toBeUndefined();
  });

  it('is told nothing about another campaign, another channel, or a packet under way', () => {
    noteLobby('c2', true);
    expect(waitOf(PACKET)).toBeUndefined();
    noteLobby('c1', true);
    expect(waitOf({ ...PACKET, channel: 'transfer-bills' })).toBeUndefined();
    expect(waitOf({ ...PACKET, payment: { ...PACKET.payment, step: 'SENT' } })).toBeUndefined();
    const limited = { ...PACKET.payment, waitsFor: 'player-limit' as const };
    expect(waitOf({ ...PACKET, payment: limited })).toBe('player-limit');
  });
});
