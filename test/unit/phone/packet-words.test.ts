import { packetRow } from '../../../miniprogram/pages/my-packets/packet-row';
import {
  openingNote,
  packetWords,
  summaryOf,
} from '../../../miniprogram/pages/packet/packet-words';
import { fromBeijing } from '../../../miniprogram/shared/beijing-time';
import type { PayoutChannel } from '../../../miniprogram/shared/channels';
import type { PaymentView } from '../../../miniprogram/shared/contract/packet';
import { packetView } from '../../support/views/packet';
import { expectHumane } from './humane';

const NOW_MS = fromBeijing(2026, 11, 21, 20, 10);
const BY_CHAT = 1007;
const BY_SCAN = 1047;

const packet = (channel: PayoutChannel, payment: Partial<PaymentView> = {}) =>
  packetView({ channel, payment, claimedAtMs: NOW_MS });

describe('the packet in the hand', () => {
  it.each([
    ['transfer-bills', {}, BY_CHAT, '立即收款'],
    ['transfer-bills', { step: 'SENT' }, BY_CHAT, '立即收款'],
    ['transfer-bills', { step: 'RECEIVED' }, BY_CHAT, ''],
    ['transfer-bills', { step: 'RETURNED' }, BY_CHAT, ''],
    ['sendminiprogramhb', {}, BY_SCAN, '打开红包'],
    ['sendminiprogramhb', { step: 'SENT' }, BY_CHAT, ''],
    ['sendredpack', { waitsFor: 'link' }, BY_CHAT, '去关联公众号'],
    ['sendredpack', { step: 'SENT' }, BY_CHAT, ''],
  ] as const)('%s %j has the button "%s"', (channel, part, entryScene, button) => {
    expect(packetWords(packet(channel, part), entryScene, NOW_MS).button).toBe(button);
  });

  it('says how to come back when this entry opens nothing', () => {
    const { where } = packetWords(packet('sendminiprogramhb', { step: 'SENT' }), BY_CHAT, NOW_MS);
    expect(where).toContain('扫一扫');
    expectHumane(where);
  });

  it('has arrived only when the provider says so', () => {
    const arrived = (step: PaymentView['step']) =>
      packetWords(packet('transfer-bills', { step }), BY_CHAT, NOW_MS).arrived;
    expect([arrived('SENT'), arrived('RECEIVED'), arrived('SETTLED')]).toEqual([
      false,
      true,
      false,
    ]);
  });
});

describe('the note after WeChat’s page', () => {
  const note = (part: Partial<PaymentView>) =>
    openingNote({ packet: packet('transfer-bills', part), failure: null }, 'collect', NOW_MS);

  it('says until when one may come back', () => {
    expect(note({ step: 'SENT' })).toBe('还没有确认收款，24 小时内都可以再来领取');
  });

  it('is silent where the packet itself says it', () => {
    expect(note({ step: 'RECEIVED' })).toBe('');
    expect(note({ step: 'OWED', waitsFor: 'player-limit' })).toBe('');
  });

  it('admits that it does not know', () => {
    const failure = { code: 'NETWORK' } as const;
    expect(openingNote({ packet: null, failure }, 'collect', NOW_MS)).toContain('还不知道结果');
  });
});

describe('all packets of a round', () => {
  const packets = [
    packet('transfer-bills', { step: 'RECEIVED' }),
    { ...packet('transfer-bills'), claimId: 'p2', amountFen: 12 },
  ];

  it('are added up, and offer a button where one is left to take', () => {
    const { totalFen, rows, where } = summaryOf(packets, BY_CHAT, NOW_MS);
    expect(totalFen).toBe(200);
    expect(rows.map(({ button }) => button)).toEqual(['', '收款']);
    expect(where).toBe(packetWords(packets[1]!, BY_CHAT, NOW_MS).where);
  });

  it('are told apart in the list by who has to do something', () => {
    const waits = packets.map((one) => packetRow(one, BY_CHAT, NOW_MS).waits);
    expect(waits).toEqual([false, true]);
  });
});
