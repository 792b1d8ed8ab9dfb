import type { PacketView } from '../../miniprogram/shared/contract/packet';
import { renderComponent, textOf } from './render';

const packet = (channel: PacketView['channel']): Pick<PacketView, 'channel' | 'payment'> => ({
  channel,
  payment: { step: 'SENT', nextAtMs: null, history: [{ step: 'SENT', atMs: Date.now() }] },
});

describe('payment-timeline', () => {
  it('tells a packet’s way in the words of its channel', () => {
    const shown = renderComponent('payment-timeline', { packet: packet('transfer-bills') });
    expect(textOf(shown)).toContain('等你收款');
    shown.setData({ packet: packet('sendredpack') });
    expect(textOf(shown)).toContain('已发到你的微信');
    expect(textOf(shown)).not.toContain('等你收款');
  });
});
