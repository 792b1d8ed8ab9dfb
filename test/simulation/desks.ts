/*
 * Each channel's interface at the provider, with the adapter's own request builders and readers around
 * it: what is asked and what an answer proves is real code, everything in between is the simulation's.
 */
import type { PayoutChannel } from '../../miniprogram/shared/channels';
import type { PhoneCall } from '../../miniprogram/shared/contract/phone-calls';
import { bizRedPacketCall } from '../../server/adapters/wechatpay/channels/sendminiprogramhb/phone-call';
import {
  readCancelled,
  readCreated,
  readQueried,
} from '../../server/adapters/wechatpay/channels/transfer-bills/replies';
import { transferBody } from '../../server/adapters/wechatpay/channels/transfer-bills/request';
import { readQueryReply } from '../../server/adapters/wechatpay/red-packets/gethbinfo';
import { readSendReply } from '../../server/adapters/wechatpay/red-packets/send';
import type { Fields } from '../../server/adapters/wechatpay/signature';
import type {
  CancelAnswer,
  PayoutOrder,
  QueryAnswer,
  SendAnswer,
} from '../../server/ports/payout-gateway';
import type { Provider } from './provider';
import { MCH_ID, MINI_APPID } from './provider/merchant';
import { APPID_OF, type RedPacketChannel } from './provider/red-packets';

/** A request arrives, and this is what its answer proves. */
export interface Desk {
  send(order: PayoutOrder): SendAnswer;
  query(order: PayoutOrder): QueryAnswer;
  cancel?(order: PayoutOrder): CancelAnswer;
  phoneCall?(order: PayoutOrder, pass: string): PhoneCall;
}

const TRANSFER_MERCHANT = {
  mchId: MCH_ID,
  appid: MINI_APPID,
  notifyUrl: 'https://example.com/notify/transfer',
};

export function deskOf(channel: PayoutChannel, provider: Provider, nowMs: () => number): Desk {
  return channel === 'transfer-bills'
    ? transferDesk(provider, nowMs)
    : redPacketDesk(provider, channel);
}

function transferDesk({ transfers }: Provider, nowMs: () => number): Desk {
  return {
    send: (order) => readCreated(transfers.create(transferBody(order, TRANSFER_MERCHANT)), order),
    query: (order) => readQueried(transfers.query(order.billNo), order, TRANSFER_MERCHANT, nowMs()),
    cancel: (order) => readCancelled(transfers.cancel(order.billNo), order),
    phoneCall: (_order, pass) => ({
      kind: 'merchant-transfer',
      mchId: MCH_ID,
      appId: MINI_APPID,
      package: pass,
    }),
  };
}

function redPacketDesk(provider: Provider, channel: RedPacketChannel): Desk {
  const desk = provider.redPackets[channel];
  const merchant = { mchId: MCH_ID, apiKey: '', appid: APPID_OF[channel] };
  const reply = (fields: Fields) => ({ kind: 'reply', fields, packets: [] }) as const;
  return {
    send: (order) => readSendReply(reply(desk.send(order)), order, merchant),
    query: (order) => readQueryReply(reply(desk.query(order)), order, merchant),
    ...(channel === 'sendminiprogramhb' && {
      phoneCall: (_order: PayoutOrder, pass: string) =>
        bizRedPacketCall(pass, { ...merchant, atMs: 0, nonce: 'once' }),
    }),
  };
}
