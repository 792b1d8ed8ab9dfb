import type { CampaignDraft } from '../../miniprogram/shared/campaign';
import { PAYOUT_CHANNELS } from '../../miniprogram/shared/channels';
import type { CashierApi } from '../../miniprogram/shared/contract/cashier';
import type { OrganiserApi } from '../../miniprogram/shared/contract/organiser';
import type { PlayerApi } from '../../miniprogram/shared/contract/player';
import type { Reply } from '../../miniprogram/shared/contract/reply';
import type { RainDeal } from '../../miniprogram/shared/games/red-packet-rain';
import { seededRandom } from '../../miniprogram/shared/seeded-random';
import { sha256OfHex } from '../../server/adapters/crypto/fingerprint';
import { keyedNames } from '../../server/adapters/crypto/keyed-names';
import { sealedLinkStates } from '../../server/adapters/crypto/sealed-link-states';
import { sealedTickets } from '../../server/adapters/crypto/sealed-tickets';
import { memoryDocuments } from '../../server/adapters/memory/documents';
import { memoryFiles } from '../../server/adapters/memory/files';
import {
  RED_PACKET_DAILY_LIMITS,
  RED_PACKET_RATE,
} from '../../server/adapters/wechatpay/red-packets/limits';
import { cashierApi } from '../../server/api/cashier-api';
import type { Api } from '../../server/api/dispatch';
import { organiserApi } from '../../server/api/organiser-api';
import { playerApi } from '../../server/api/player-api';
import { NIGHT } from '../../server/domain/quiet-hours';
import type { Documents } from '../../server/ports/documents';
import type { Log } from '../../server/ports/log';
import type { TextVerdict } from '../../server/ports/text-check';
import { campaignCache } from '../../server/usecases/campaign-cache';
import { type KeptCampaigns, keepCampaigns } from '../../server/usecases/clock/keep-campaigns';
import { type KeptFunding, keepFunding } from '../../server/usecases/funding/keep-funding';
import type { FundingTools } from '../../server/usecases/funding/tools';
import { knownRoom } from '../../server/usecases/known-room';
import { type CheckSummary, checkSent } from '../../server/usecases/payout/check-sent';
import { type SendSummary, sendOwed } from '../../server/usecases/payout/send-owed';
import type { PayoutTools } from '../../server/usecases/payout/tools';
import { linkPair } from '../../server/usecases/stores/identities';
import { knownRecords } from '../../server/usecases/stores/known-records';
import type { OrganiserTools, PlayerTools } from '../../server/usecases/tools';
import { declareBalances } from './declared-balances';
import { type FakeGateway, fakeGateway } from './fake-gateway';
import { type FakeOrders, fakeOrders } from './fake-orders';
import { fixedClock, type MovedClock } from './fixed-clock';
import { pairOf } from './pair';

/** Noon of a Saturday in Beijing. */
export const NOON_MS = Date.UTC(2026, 10, 21, 4);
export const OWNER = 'o-owner';
const SECRET = 'a secret that only tests know, 32+';

type Value<A extends { value: unknown }> = Reply<A['value']>;

export interface CampaignWorld {
  readonly clock: MovedClock;
  readonly documents: Documents;
  readonly files: ReturnType<typeof memoryFiles>;
  readonly tools: PlayerTools & OrganiserTools & FundingTools;
  /** Events of warnings and alerts, in order. */
  readonly logged: string[];
  readonly textVerdicts: Record<string, TextVerdict>;
  asPlayer<A extends keyof PlayerApi>(
    openid: string,
    action: A,
    request: PlayerApi[A]['request'],
  ): Promise<Value<PlayerApi[A]>>;
  asOrganiser<A extends keyof OrganiserApi>(
    openid: string,
    action: A,
    request: OrganiserApi[A]['request'],
  ): Promise<Value<OrganiserApi[A]>>;
  asCashier<A extends keyof CashierApi>(
    openid: string,
    action: A,
    request: CashierApi[A]['request'],
  ): Promise<Value<CashierApi[A]>>;
  tick(): Promise<KeptCampaigns>;
  /** The provider's side of orders and refunds. */
  readonly orders: FakeOrders;
  /** One run of the funding keeper. */
  keep(): Promise<KeptFunding>;
  readonly gateway: FakeGateway;
  /** Runs the sender until nothing is due any more; minutes pass on the clock. */
  send(): Promise<SendSummary>;
  check(): Promise<CheckSummary>;
  /** The same stored world as another process, with a database of its own behaviour in between. */
  through(wrap: (documents: Documents) => Documents): CampaignWorld;
}

/** The campaign side as production composes it, over memory, with a clock and draws from a seed. */
export function campaignWorld(documents: Documents = memoryDocuments()): CampaignWorld {
  const clock = fixedClock(NOON_MS);
  void declareBalances(documents);
  const gateway = fakeGateway({ clock, sleep: sleepOn(clock) });
  return worldOver(documents, clock, seededBytes(), gateway, fakeOrders(clock));
}

function worldOver(
  documents: Documents,
  clock: MovedClock,
  randomBytes: (length: number) => Uint8Array,
  gateway: FakeGateway,
  orders: FakeOrders,
  files = memoryFiles(),
): CampaignWorld {
  const logged: string[] = [];
  const textVerdicts: Record<string, TextVerdict> = {};
  const known = knownRecords(documents);
  const tools: PlayerTools & OrganiserTools & FundingTools = {
    documents: known,
    clock,
    randomBytes,
    names: keyedNames(SECRET),
    tickets: sealedTickets(SECRET, randomBytes),
    campaigns: campaignCache(known, clock),
    knownRoom: knownRoom(),
    fingerprint: sha256OfHex,
    files: files,
    log: listLog(logged),
    textCheck: async (text) => textVerdicts[text] ?? 'pass',
    queryBill: (order) => gateway.query(order),
    channelReadiness: () => PAYOUT_CHANNELS.map((channel) => ({ channel, missing: [] })),
    linkStates: sealedLinkStates(SECRET, randomBytes),
    officialAccount: { authorizeUrl: (state) => `https://open.weixin.qq.com/${state}` },
    isOwner: (openid) => openid.startsWith(OWNER),
    isFinance: (openid) => openid === OWNER,
    quietHours: NIGHT,
    orders,
  };
  const payout: PayoutTools = {
    ...tools,
    channel: 'sendredpack',
    gateway,
    sleep: sleepOn(clock),
    mchId: '1900000109',
    rate: RED_PACKET_RATE,
    dailyLimits: RED_PACKET_DAILY_LIMITS,
    runMs: 45_000,
  };
  const player = playerApi(tools);
  const organiser = organiserApi(tools);
  const cashier = cashierApi({ ...tools, payoutOf: (channel) => ({ ...payout, channel }) });
  const call = (api: Api, openid: string, action: string, request: object) =>
    api({ action, ...request }, { openid, appid: 'wx-test' }) as Promise<never>;
  return {
    clock,
    documents,
    tools,
    files,
    logged,
    textVerdicts,
    asPlayer: (openid, action, request) => call(player, openid, action, request),
    asOrganiser: (openid, action, request) => call(organiser, openid, action, request),
    asCashier: (openid, action, request) => call(cashier, openid, action, request),
    tick: () => keepCampaigns(tools),
    orders,
    keep: () => keepFunding(tools, 60_000),
    gateway,
    send: () => sendUntilNothingMoves(payout),
    check: () => checkSent(payout),
    through: (wrap) => worldOver(wrap(documents), clock, randomBytes, gateway, orders, files),
  };
}

/** Ten seconds of rain; every hit is a packet, up to three a round. Open for an hour from now on. */
export function rainDraft(changes: Partial<CampaignDraft> = {}): CampaignDraft {
  return {
    title: '年会红包雨',
    senderName: '行政部',
    greeting: '新年快乐',
    game: {
      id: 'red-packet-rain',
      settings: { roundSeconds: 10, dropsPerSecond: 3, hitsPerPacket: 1, packetsPerRound: 3 },
    },
    split: { kind: 'random', totalFen: 20_000, packetCount: 100, minFen: 100, maxFen: 500 },
    startAtMs: NOON_MS,
    endAtMs: NOON_MS + 3_600_000,
    packetsPerPlayer: 3,
    roundsPerPlayer: 2,
    allowList: [],
    blockList: [],
    channel: 'sendredpack',
    funding: 'merchant-balance',
    ...changes,
  };
}

export function splitOf(packetCount: number): CampaignDraft['split'] {
  return { kind: 'random', totalFen: packetCount * 200, packetCount, minFen: 100, maxFen: 500 };
}

export function must<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Error(`refused: ${JSON.stringify(reply.failure)}`);
  return reply.value;
}

export function codeOf(reply: Reply<unknown>): string {
  return reply.ok ? 'OK' : reply.failure.code;
}

let requestNo = 0;
export function requestId(): string {
  requestNo += 1;
  return `request-${requestNo}`;
}

export async function publishedCampaign(
  world: CampaignWorld,
  changes: Partial<CampaignDraft> = {},
): Promise<string> {
  const draft = rainDraft(changes);
  const saved = must(
    await world.asOrganiser(OWNER, 'save-draft', { draft, requestId: requestId() }),
  );
  const { campaignId, revision } = saved;
  must(await world.asOrganiser(OWNER, 'publish', { campaignId, revision }));
  return campaignId;
}

export interface PlayedRound {
  readonly ticket: string;
  readonly evidence: unknown;
  readonly roundId: string;
}

/** A player who has been on the link page starts a round, lets its time pass, and answers with what a hand hitting `hits` drops sends. */
export async function playRain(
  world: CampaignWorld,
  openid: string,
  campaignId: string,
  hits: number,
): Promise<PlayedRound> {
  await linkPair(world.documents, pairOf(openid), world.clock());
  const started = must(
    await world.asPlayer(openid, 'start-round', { campaignId, requestId: requestId() }),
  );
  const evidence = hitsOf(started.deal, hits);
  if (world.clock() < started.endsAtMs) world.clock.set(started.endsAtMs);
  return { ticket: started.ticket, evidence, roundId: started.roundId };
}

export function hitsOf(deal: unknown, hits: number): unknown {
  const { drops } = deal as RainDeal;
  const taps = drops.slice(0, hits).map((drop) => ({ dropId: drop.id, atMs: drop.enterMs + 400 }));
  return { taps };
}

export async function wins(
  world: CampaignWorld,
  openid: string,
  campaignId: string,
  hits = 1,
): Promise<Reply<PlayerApi['finish-round']['value']>> {
  const { ticket, evidence } = await playRain(world, openid, campaignId, hits);
  return world.asPlayer(openid, 'finish-round', { ticket, evidence });
}

/** Lanes that wait on one clock pass each other's slots by, so one run sends little. */
async function sendUntilNothingMoves(tools: PayoutTools): Promise<SendSummary> {
  for (;;) {
    const summary = await sendOwed(tools);
    if (summary.sentCount + summary.refusedCount + summary.unknownCount === 0) return summary;
  }
}

/** Whoever waits moves the clock. */
function sleepOn(clock: MovedClock) {
  return async (ms: number) => clock.advance(ms);
}

function seededBytes(): (length: number) => Uint8Array {
  const randomInt = seededRandom('20261121'.repeat(8));
  return (length) => Uint8Array.from({ length }, () => randomInt(256));
}

function listLog(lines: string[]): Log {
  return {
    info: () => {},
    warn: (event) => void lines.push(event),
    alert: (event, fields) => void lines.push(`${event} ${fields?.['message'] ?? ''}`.trim()),
  };
}
