import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ORGANISER, openidOf } from '../local/players/phones';
import { tapsFor } from '../local/players/robot';
import { startWorld, type World } from '../local/world/world';
import { buildFunctions } from '../scripts/build-functions';
import { memoryDocuments } from '../server/adapters/memory/documents';
import {
  campaignWorld,
  hitsOf,
  must,
  publishedCampaign,
  rainDraft,
  requestId,
  splitOf,
} from '../test/support/campaign-world';
import { countingDocuments } from '../test/support/watched-documents';

const CROWDS = [1, 100, 10_000] as const;
/** Each remembers for itself what it has read. */
const INSTANCES = 8;
const BLOCKS = 5;
const CLAIMS_A_BLOCK = 60;
const PINGS_A_BLOCK = 1_000;
const AT_ONCE = 8;
const FUNCTION_WORKERS = 4;
const OWNER = openidOf(ORGANISER.phoneId);

/**
 * What a claim costs: requests to the database, which must not grow with the crowd, and how many
 * claims a second the real functions make on the local cloud, against the bare HTTP request that
 * the same server answers.
 */
export async function run(): Promise<{ name: string; lines: string[] }> {
  const requests: string[] = [];
  for (const players of CROWDS) requests.push(await requestsWith(players));
  return {
    name: 'Claims: requests to the database, and speed through the functions',
    lines: [...requests, ...(await speed())],
  };
}

/** Everybody plays the same campaign with a packet for each; over memory, all that counts is counted. */
async function requestsWith(players: number): Promise<string> {
  const counted = countingDocuments(memoryDocuments());
  const world = campaignWorld(counted.documents);
  const campaignId = await publishedCampaign(world, { split: splitOf(players) });
  const instances = Array.from({ length: INSTANCES }, () => world.through((same) => same));
  const rounds = [];
  for (let n = 0; n < players; n += 1) {
    const openid = `o-bench-${n}`;
    const instance = instances[n % INSTANCES]!;
    const start = { campaignId, requestId: requestId() };
    const dealt = must(await instance.asPlayer(openid, 'start-round', start));
    rounds.push({ instance, openid, start: dealt });
  }
  const starting = counted.requests.length;
  world.clock.set(Math.max(...rounds.map(({ start }) => start.endsAtMs)));
  const perClaim: number[] = [];
  for (const { instance, openid, start } of rounds) {
    counted.reset();
    const finish = { ticket: start.ticket, evidence: hitsOf(start.deal, 1) };
    const { packets } = must(await instance.asPlayer(openid, 'finish-round', finish));
    if (packets.length !== 1) throw new Error('a claim brought no packet');
    perClaim.push(counted.requests.length);
  }
  if (starting === 0) throw new Error('nothing was counted');
  const sum = perClaim.reduce((total, requests) => total + requests, 0);
  const mean = (sum / players).toFixed(2);
  const most = perClaim.reduce((a, b) => Math.max(a, b));
  return `requests per claim, ${players.toLocaleString('en')} players: ${mean} on average, ${most} at most`;
}

/** Claims and pings take turns; the middle block of each counts. */
async function speed(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-claims-'));
  const functionsFolder = join(folder, 'functions');
  const sourceDir = resolve(__dirname, '../cloudfunctions');
  await buildFunctions({ sourceDir, outDir: functionsFolder });
  const world = await startWorld({
    dataFolder: join(folder, 'data'),
    functionsFolder,
    workers: FUNCTION_WORKERS,
    timers: 'by-hand',
  });
  try {
    const campaignId = await publishOn(world, CLAIMS_A_BLOCK * (BLOCKS + 1));
    const claimsPerSecond: number[] = [];
    const pingsPerSecond: number[] = [];
    for (let block = 0; block <= BLOCKS; block += 1) {
      const claims = await claimBlock(world, campaignId, block);
      const pings = await perSecond(PINGS_A_BLOCK, () => ping(world.cloud.adminUrl));
      if (block === 0) continue; // warms up
      claimsPerSecond.push(claims);
      pingsPerSecond.push(pings);
    }
    const [claims, pings] = [median(claimsPerSecond), median(pingsPerSecond)];
    return [
      `${Math.round(claims)} claims a second through the player function, ${AT_ONCE} at once, ${FUNCTION_WORKERS} instances`,
      `${Math.round(pings)} bare HTTP requests a second to the same server: a claim costs ${(pings / claims).toFixed(1)} of them`,
    ];
  } finally {
    await world.close();
    rmSync(folder, { recursive: true });
  }
}

async function publishOn(world: World, packetCount: number): Promise<string> {
  const nowMs = world.clock.now();
  const draft = rainDraft({
    startAtMs: nowMs,
    endAtMs: nowMs + 24 * 3_600_000,
    split: splitOf(packetCount),
    packetsPerPlayer: 1,
    roundsPerPlayer: 1,
  });
  const saved = await call(world, 'organiser', OWNER, {
    action: 'save-draft',
    draft,
    requestId: 'bench-claims',
  });
  const { campaignId, revision } = saved as { campaignId: string; revision: number };
  await call(world, 'organiser', OWNER, {
    action: 'declare-balance',
    account: 'red-packet',
    freeFen: 100_000_000,
    requestId: 'bench-balance',
  });
  await call(world, 'organiser', OWNER, { action: 'publish', campaignId, revision });
  return campaignId;
}

/** Claims a second: the rounds are started before the measurement, and over when it begins. */
async function claimBlock(world: World, campaignId: string, block: number): Promise<number> {
  const rounds: { openid: string; finish: object }[] = [];
  let endsAtMs = 0;
  for (let n = 0; n < CLAIMS_A_BLOCK; n += 1) {
    const openid = `o-bench-${block}-${n}`;
    const round = (await call(world, 'player', openid, {
      action: 'start-round',
      campaignId,
      requestId: `bench-round-${block}-${n}`,
    })) as { ticket: string; endsAtMs: number; deal: { drops: Parameters<typeof tapsFor>[0] } };
    const evidence = { taps: tapsFor(round.deal.drops, () => 0.5).slice(0, 1) };
    rounds.push({ openid, finish: { action: 'finish-round', ticket: round.ticket, evidence } });
    endsAtMs = Math.max(endsAtMs, round.endsAtMs);
  }
  world.clock.moveBy(Math.max(0, Math.ceil(endsAtMs - world.clock.now())));
  return perSecond(CLAIMS_A_BLOCK, async (n) => {
    const { openid, finish } = rounds[n]!;
    const { packets } = (await call(world, 'player', openid, finish)) as { packets: unknown[] };
    if (packets.length !== 1) throw new Error('a claim brought no packet');
  });
}

async function call(world: World, name: string, openid: string, event: object): Promise<unknown> {
  const reply = await world.cloud.invoke(name, event, { openid });
  if (!reply.ok) throw new Error(reply.errMsg);
  const answer = reply.result as { ok: boolean; value: unknown };
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer)}`);
  return answer.value;
}

async function perSecond(times: number, work: (n: number) => Promise<void>): Promise<number> {
  let next = 0;
  const lane = async () => {
    while (next < times) {
      next += 1;
      await work(next - 1);
    }
  };
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return (times / (performance.now() - startedMs)) * 1_000;
}

/** Over Node's own agent, which keeps the connection. */
function ping(url: string): Promise<void> {
  return new Promise((done, fail) => {
    const headers = { 'content-type': 'application/json' };
    const req = request(url, { method: 'POST', headers }, (res) => {
      res.resume();
      res.on('end', done);
    });
    req.on('error', fail);
    req.end('{"action":"ping"}');
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
