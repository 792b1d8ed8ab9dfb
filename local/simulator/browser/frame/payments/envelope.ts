import type { PaymentPage } from '../../../payments';
import { make } from '../dom';
import { openOverlay } from '../overlay';
import { agreeButton, closeButton, yuan } from './parts';

type Envelope = Extract<PaymentPage, { kind: 'red-packet' }>;

/**
 * A red packet: closed, with 開, until the player opens it; then the amount. Resolves when it is left,
 * with whether it was opened.
 */
export function openEnvelope(packet: Envelope, agree: () => Promise<void>): Promise<boolean> {
  return new Promise((resolve) => {
    let opened = packet.received;
    const layer = make('div.red-packet');
    layer.setAttribute('role', 'dialog');
    layer.setAttribute('aria-label', '红包');
    const close = () => {
      overlay.close();
      resolve(opened);
    };
    const show = () => {
      layer.classList.toggle('sim-red-packet-opened', opened);
      layer.replaceChildren(
        ...(opened ? openedParts(packet, close) : closedParts(packet, open, close)),
      );
    };
    const open = async () => {
      await agree();
      opened = true;
      show();
    };
    show();
    const overlay = openOverlay(layer);
  });
}

function senderOf({ sender }: Envelope): HTMLElement {
  return make(
    'div.red-packet-sender',
    make('span.red-packet-avatar', [...sender][0] ?? ''),
    make('span.red-packet-name', `${sender}的红包`),
  );
}

function closedParts(
  packet: Envelope,
  open: () => Promise<void>,
  close: () => void,
): HTMLElement[] {
  return [
    make(
      'div.red-packet-card',
      make('div.red-packet-flap'),
      make(
        'div.red-packet-words',
        senderOf(packet),
        make('div.red-packet-wishing', packet.wishing),
      ),
      agreeButton('button.red-packet-open', '開', open),
    ),
    make('div.red-packet-leave', closeButton(close)),
  ];
}

function openedParts(packet: Envelope, close: () => void): HTMLElement[] {
  return [
    make('div.red-packet-top'),
    closeButton(close),
    senderOf(packet),
    make('div.red-packet-wishing', packet.wishing),
    make('div.red-packet-amount', yuan(packet.amountFen), make('span.red-packet-unit', '元')),
    make('div.red-packet-note', '已存入零钱，可直接提现'),
  ];
}
