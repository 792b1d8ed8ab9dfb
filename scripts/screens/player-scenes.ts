import type { PacketView } from '../../miniprogram/shared/contract/packet';
import {
  card,
  HOUR_MS,
  LONG_NAME,
  LONG_TITLE,
  lobby,
  packet,
  rainRound,
  riddlesRound,
} from './replies';
import { refuse, type Scene, SILENT } from './scene';
import { tap } from './taps';

const HOME = 'pages/home/home';
const LOBBY = 'pages/lobby/lobby?campaignId=c1';
const THREE_CLOSED = 'pages/packet/packet?claimIds=p1,p2,p3&closed=1';
const MY_PACKETS = 'pages/my-packets/my-packets';
const RAIN = 'games/red-packet-rain/play/play?campaignId=c1';
const RIDDLES = 'games/riddles/play/play?campaignId=c1';

const byNumber = ({ claimId }: { claimId: string }) => packet(Number(claimId.slice(1)));
const running = { startAtMs: Date.now() - HOUR_MS };

function home(campaigns: readonly ReturnType<typeof card>[], isOrganiser = false) {
  return () => ({ campaigns, playerCode: 'K7QM-2X9R', isOrganiser });
}

function myPackets(rows: readonly PacketView[], nextCursor: string | null = null) {
  return () => ({
    rows,
    nextCursor,
    months: rows.length
      ? [
          { month: '202611', amountFen: 12_345_678, count: 6 },
          { month: '202610', amountFen: 300, count: 2 },
        ]
      : [],
  });
}

export const PLAYER_SCENES: readonly Scene[] = [
  {
    name: 'home',
    page: HOME,
    answers: {
      home: home(
        [
          card(1),
          card(2, { ...running, title: '元宵猜灯谜', gameId: 'riddles', packetsLeft: 32 }),
          card(3, { ...running, title: LONG_TITLE, packetsLeft: 0 }),
        ],
        true,
      ),
    },
  },
  {
    name: 'home-dark',
    page: HOME,
    dark: true,
    answers: {
      home: home([card(1, { title: LONG_TITLE, senderName: LONG_NAME }), card(2, running)]),
    },
  },
  { name: 'home-loading', page: HOME, answers: { home: () => SILENT } },
  { name: 'home-empty', page: HOME, answers: { home: home([]) } },
  {
    name: 'home-error',
    page: HOME,
    answers: { home: () => refuse('INTERNAL', { traceId: 'a81f22' }) },
  },
  { name: 'home-offline', page: HOME, offline: true, answers: { home: home([card(1)]) } },
  {
    name: 'lobby-upcoming',
    page: LOBBY,
    answers: {
      lobby: () => lobby({ code: 'NOT_STARTED', facts: { startAtMs: Date.now() + 65_000 } }),
    },
  },
  {
    name: 'lobby-open-long-text',
    page: LOBBY,
    answers: { lobby: () => lobby(null, { ...running, title: LONG_TITLE, packetsLeft: 132 }) },
  },
  {
    name: 'lobby-huge-numbers',
    page: LOBBY,
    answers: {
      lobby: () =>
        lobby(null, { ...running, maxFen: 20_000, packetCount: 100_000, packetsLeft: 98_321 }),
    },
  },
  {
    name: 'lobby-sold-out',
    page: LOBBY,
    answers: { lobby: () => lobby({ code: 'SOLD_OUT' }, { ...running, packetsLeft: 0 }) },
  },
  {
    name: 'lobby-mine-dark',
    page: LOBBY,
    dark: true,
    answers: {
      lobby: () =>
        lobby({ code: 'PACKET_LIMIT_REACHED', facts: { limit: 2 } }, running, [
          packet(1, 'RECEIVED'),
          packet(2),
        ]),
    },
  },
  {
    name: 'lobby-rules',
    page: LOBBY,
    answers: { lobby: () => lobby(null, running) },
    act: tap('活动规则', 600),
  },
  { name: 'lobby-not-found', page: LOBBY, answers: { lobby: () => refuse('NOT_FOUND') } },
  { name: 'packet-closed', page: THREE_CLOSED, answers: { packet: byNumber } },
  {
    name: 'packet-opened',
    page: THREE_CLOSED,
    answers: { packet: byNumber },
    act: tap('開', 2_200),
  },
  {
    name: 'packet-all',
    page: THREE_CLOSED,
    answers: { packet: byNumber },
    act: tap('全部拆开', 400),
  },
  {
    name: 'packet-sent-dark',
    page: 'pages/packet/packet?claimIds=p1',
    dark: true,
    answers: {
      packet: () =>
        packet(1, 'SENT', {
          greeting: LONG_TITLE + LONG_TITLE,
          senderName: LONG_NAME,
          amountFen: 20_000,
        }),
    },
  },
  {
    name: 'my-packets',
    page: MY_PACKETS,
    answers: {
      'my-packets': myPackets(
        [
          packet(1),
          packet(2, 'UNKNOWN'),
          packet(3, 'SENT'),
          packet(4, 'RECEIVED', { campaignTitle: LONG_TITLE, amountFen: 1 }),
          packet(5, 'RETURNED'),
          packet(6, 'HELD'),
        ],
        'more',
      ),
    },
  },
  {
    name: 'my-packets-timeline',
    page: MY_PACKETS,
    answers: { 'my-packets': myPackets([packet(1, 'SENT'), packet(2, 'RECEIVED')]) },
    act: async (page) => {
      await page.getByText('已到账').click();
      await page.waitForTimeout(600);
    },
  },
  { name: 'my-packets-empty', page: MY_PACKETS, answers: { 'my-packets': myPackets([]) } },
  { name: 'my-packets-loading', page: MY_PACKETS, answers: { 'my-packets': () => SILENT } },
  { name: 'my-packets-error', page: MY_PACKETS, answers: { 'my-packets': () => refuse('BUSY') } },
  { name: 'rain-ready', page: RAIN, answers: { 'start-round': () => rainRound(-3_000) } },
  {
    name: 'rain-playing',
    page: RAIN,
    answers: { 'start-round': () => rainRound(-200) },
    afterMs: 3_600,
    act: async (page) => {
      for (let i = 0; i < 14; i += 1) {
        await page.mouse.click(60 + ((i * 83) % 260), 300 + ((i * 97) % 300));
      }
      await page.waitForTimeout(120);
    },
  },
  {
    name: 'rain-nothing-won',
    page: RAIN,
    answers: {
      'start-round': () => rainRound(19_500),
      'finish-round': () => ({ score: 7, earned: 0, packets: [], shortfall: 'none' }),
    },
    afterMs: 2_500,
  },
  { name: 'rain-refused', page: RAIN, answers: { 'start-round': () => refuse('SOLD_OUT') } },
  {
    name: 'riddle-wrong',
    page: RIDDLES,
    answers: {
      'start-round': () => riddlesRound(true),
      move: () => ({ accepted: true, feedback: feedback(false) }),
    },
    act: tap('乙', 500),
  },
  {
    name: 'riddle-right',
    page: RIDDLES,
    answers: {
      'start-round': () => riddlesRound(true),
      move: () => ({ accepted: true, feedback: feedback(true) }),
    },
    act: tap('甲', 500),
  },
  {
    name: 'riddle-typing-long',
    page: RIDDLES,
    answers: { 'start-round': () => riddlesRound(false) },
    act: async (page) => {
      await page.getByText('先跳过这题').click();
      await page.getByText('先跳过这题').click();
      await page.waitForTimeout(300);
    },
  },
];

function feedback(right: boolean) {
  return { no: 1, right, triesLeft: 2, rightSoFar: right ? 1 : 0, refusal: null, waitMs: 0 };
}
