import { asSeenFrom, packetTask } from '../../../miniprogram/services/packet-task';
import type { PayoutChannel } from '../../../miniprogram/shared/channels';
import type { PaymentView } from '../../../miniprogram/shared/contract/packet';
import { PAYMENT_STEPS } from '../../../miniprogram/shared/payment';
import { packetView } from '../../support/views/packet';

const BY_CHAT = 1007;
const BY_SCAN = 1011;
const UNDER_WAY: readonly string[] = ['OWED', 'SENDING', 'UNKNOWN', 'SENT'];

const packet = (channel: PayoutChannel, payment: Partial<PaymentView> = {}) =>
  packetView({ channel, payment });

describe('what a packet waits for from its player', () => {
  it.each([
    ['an owed transfer, however one came', packet('transfer-bills'), BY_CHAT, 'collect'],
    ['a transfer that is waiting', packet('transfer-bills', { step: 'SENT' }), BY_CHAT, 'collect'],
    [
      'a transfer that is being sent',
      packet('transfer-bills', { step: 'SENDING' }),
      BY_CHAT,
      'collect',
    ],
    ['an owed packet after a scan', packet('sendminiprogramhb'), BY_SCAN, 'open'],
    [
      'a packet closed without opening, after a scan',
      packet('sendminiprogramhb', { step: 'SENT' }),
      BY_SCAN,
      'open',
    ],
    ['the same without a scan', packet('sendminiprogramhb', { step: 'SENT' }), BY_CHAT, 'scan'],
    [
      'a packet that waited for a scan, after it',
      packet('sendminiprogramhb', { waitsFor: 'scan' }),
      BY_SCAN,
      'open',
    ],
    ['one nobody is linked for', packet('sendredpack', { waitsFor: 'link' }), BY_CHAT, 'link'],
    ['one that goes out by itself', packet('sendredpack'), BY_CHAT, 'none'],
    ['one that lies in the chat', packet('sendredpack', { step: 'SENT' }), BY_CHAT, 'chat'],
    [
      'a transfer that may not leave today',
      packet('transfer-bills', { waitsFor: 'player-limit' }),
      BY_CHAT,
      'none',
    ],
  ] as const)('%s', (_, view, entryScene, task) => {
    expect(packetTask(view, entryScene)).toBe(task);
  });

  it('is nothing once a packet is over', () => {
    const steps = PAYMENT_STEPS.filter((step) => !UNDER_WAY.includes(step));
    for (const step of steps) {
      for (const channel of ['transfer-bills', 'sendminiprogramhb', 'sendredpack'] as const) {
        expect(packetTask(packet(channel, { step }), BY_SCAN)).toBe('none');
      }
    }
  });

  it('tells nobody to scan who has just scanned', () => {
    const waiting = packet('sendminiprogramhb', { waitsFor: 'scan' });
    expect(asSeenFrom(waiting, BY_SCAN).payment.waitsFor).toBeUndefined();
    expect(asSeenFrom(waiting, BY_CHAT).payment.waitsFor).toBe('scan');
    const unlinked = packet('sendredpack', { waitsFor: 'link' });
    expect(asSeenFrom(unlinked, BY_SCAN).payment.waitsFor).toBe('link');
  });
});
