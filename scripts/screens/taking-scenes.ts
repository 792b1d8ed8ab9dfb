import type { PacketView } from '../../miniprogram/shared/contract/packet';
import { HOUR_MS, LONG_TITLE, lobby, packet } from './replies';
import { refuse, type Scene, SILENT } from './scene';
import { tap } from './taps';

/* How a player comes by the money: confirmed, scanned for, linked. */
const LOBBY = 'pages/lobby/lobby?campaignId=c1';
const THREE_CLOSED = 'pages/packet/packet?claimIds=p1,p2,p3&closed=1';
const MY_PACKETS = 'pages/my-packets/my-packets';
const TRANSFER = { channel: 'transfer-bills' } as const;
const HB = { channel: 'sendminiprogramhb' } as const;
const HB_UNSCANNED = {
  ...HB,
  payment: { step: 'OWED', nextAtMs: null, waitsFor: 'scan', history: [] },
} as const;
const UNLINKED = {
  payment: { step: 'OWED', nextAtMs: null, waitsFor: 'link', history: [] },
} as const;
const ONE = 'pages/packet/packet?claimIds=p1';
const ONE_CLOSED = `${ONE}&closed=1`;
const LINK = 'pages/link/link';
const LINK_URL = 'https://example.com/link';
const TRANSFER_CALL = {
  kind: 'merchant-transfer',
  mchId: '1900000109',
  appId: 'wx8888888888888888',
  package: 'p',
} as const;
const transfer = ({ claimId }: { claimId: string }) =>
  packet(Number(claimId.slice(1)), 'OWED', TRANSFER);
const openTransfer = () => ({ packet: packet(1, 'SENT', TRANSFER), phoneCall: TRANSFER_CALL });

const running = { startAtMs: Date.now() - HOUR_MS };

function myPackets(rows: readonly PacketView[]) {
  const months = [{ month: '202611', amountFen: 12_345_678, count: 6 }];
  return () => ({ rows, nextCursor: null, months });
}

export const TAKING_SCENES: readonly Scene[] = [
  {
    name: 'lobby-needs-link',
    page: LOBBY,
    answers: { lobby: () => lobby(null, running, [], { needsLink: true }) },
  },
  {
    name: 'lobby-to-be-scanned',
    page: LOBBY,
    answers: {
      lobby: () =>
        lobby(null, { ...running, channel: 'sendminiprogramhb' }, [
          packet(1, 'OWED', HB_UNSCANNED),
          packet(2, 'RECEIVED', HB),
        ]),
    },
  },
  {
    name: 'packet-transfer',
    page: ONE_CLOSED,
    answers: { packet: transfer },
    act: tap('開', 2_200),
  },
  {
    name: 'packet-transfer-three',
    page: THREE_CLOSED,
    answers: { packet: transfer },
    act: tap('開', 2_200),
  },
  {
    name: 'packet-transfer-all',
    page: THREE_CLOSED,
    answers: {
      packet: ({ claimId }) =>
        packet(Number(claimId.slice(1)), claimId === 'p1' ? 'RECEIVED' : 'OWED', TRANSFER),
    },
    act: tap('全部拆开', 400),
  },
  {
    name: 'packet-transfer-opening',
    page: ONE,
    answers: { packet: transfer, 'open-packet': openTransfer },
    wechatPages: { requestMerchantTransfer: 'open' },
    act: tap('立即收款', 400),
  },
  {
    name: 'packet-transfer-confirming',
    page: ONE_CLOSED,
    answers: { packet: transfer, 'open-packet': openTransfer, 'check-packet': () => SILENT },
    wechatPages: { requestMerchantTransfer: 'ok' },
    act: async (page) => {
      await tap('開', 2_200)(page);
      await tap('立即收款', 600)(page);
    },
  },
  {
    name: 'packet-transfer-arrived',
    page: ONE_CLOSED,
    answers: {
      packet: transfer,
      'open-packet': openTransfer,
      'check-packet': () => packet(1, 'RECEIVED', TRANSFER),
    },
    wechatPages: { requestMerchantTransfer: 'ok' },
    act: async (page) => {
      await tap('開', 2_200)(page);
      await tap('立即收款', 900)(page);
    },
  },
  {
    name: 'packet-transfer-arrived-dark',
    page: ONE,
    dark: true,
    answers: { packet: () => packet(1, 'RECEIVED', TRANSFER) },
  },
  {
    name: 'packet-transfer-unconfirmed',
    page: ONE,
    answers: {
      packet: () => packet(1, 'SENT', TRANSFER),
      'open-packet': openTransfer,
      'check-packet': () => packet(1, 'SENT', TRANSFER),
    },
    wechatPages: { requestMerchantTransfer: 'cancel' },
    act: tap('立即收款', 900),
  },
  {
    name: 'packet-transfer-old-wechat-dark',
    page: ONE,
    dark: true,
    oldWechat: true,
    answers: {
      packet: transfer,
      'open-packet': openTransfer,
      'check-packet': () => packet(1, 'SENT', TRANSFER),
    },
    act: tap('立即收款', 900),
  },
  {
    name: 'packet-transfer-busy-provider',
    page: ONE_CLOSED,
    answers: { packet: transfer, 'open-packet': () => refuse('PROVIDER_UNAVAILABLE') },
    act: async (page) => {
      await tap('開', 2_200)(page);
      await tap('立即收款', 900)(page);
    },
  },
  {
    name: 'packet-transfer-returned',
    page: ONE,
    answers: { packet: () => packet(1, 'RETURNED', TRANSFER) },
  },
  {
    name: 'packet-scan-needed',
    page: ONE_CLOSED,
    answers: { packet: () => packet(1, 'OWED', HB_UNSCANNED) },
    act: tap('開', 2_200),
  },
  {
    name: 'packet-scanned',
    page: ONE,
    entryScene: 1047,
    answers: { packet: () => packet(1, 'OWED', HB_UNSCANNED) },
  },
  {
    name: 'packet-link-needed',
    page: ONE_CLOSED,
    answers: { packet: () => packet(1, 'OWED', UNLINKED) },
    act: tap('開', 2_200),
  },
  {
    name: 'packet-link-all',
    page: THREE_CLOSED,
    answers: { packet: ({ claimId }) => packet(Number(claimId.slice(1)), 'OWED', UNLINKED) },
    act: tap('全部拆开', 400),
  },
  { name: 'link', page: LINK, answers: { link: () => ({ isLinked: false, url: LINK_URL }) } },
  {
    name: 'link-done-dark',
    page: LINK,
    dark: true,
    answers: { link: () => ({ isLinked: true, url: null }) },
  },
  {
    name: 'link-unavailable',
    page: LINK,
    answers: { link: () => ({ isLinked: false, url: null }) },
  },
  { name: 'link-error', page: LINK, answers: { link: () => refuse('BUSY') } },
  {
    name: 'my-packets-waiting',
    page: MY_PACKETS,
    answers: {
      'my-packets': myPackets([
        packet(1, 'RECEIVED', TRANSFER),
        packet(2, 'OWED', { ...TRANSFER, campaignTitle: LONG_TITLE, amountFen: 20_000 }),
        packet(3, 'OWED', UNLINKED),
        packet(4, 'OWED', HB_UNSCANNED),
        packet(5, 'RETURNED', TRANSFER),
      ]),
    },
  },
];
