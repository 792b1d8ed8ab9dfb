import { organise } from '../players/calls';
import {
  CODE_SCAN,
  GROUP_CARD,
  linkAccounts,
  type Packet,
  packetsOf,
  takePacket,
} from '../players/packets';
import type { World } from '../world/world';
import { inParallel } from './in-parallel';
import type { Person } from './people';
import type { Game } from './play';

/** Past every due time of a packet that was just sent. */
const SETTLE_STEP_MS = 10 * 60_000;
/** Towards the end of the day after which a packet that nobody takes goes back. */
const WAIT_STEP_MS = 6 * 3_600_000;
const SHORT_STEPS = 3;
const ROUNDS_MOST = 60;
const UNSENT = ['OWED', 'SENDING', 'UNKNOWN'];

/** Runs the sender as its timer would until nothing is owed any more; who is asked for something does it. */
export async function payAll(world: World, game: Game): Promise<void> {
  const { campaignId, progress } = game;
  let unpaid = game.people;
  for (let round = 0; round < ROUNDS_MOST; round += 1) {
    await runTimer(world, 'campaign-clock');
    await runTimer(world, 'payout-sender');
    const counts = await stepCounts(world, campaignId);
    const waiting = UNSENT.reduce((sum, step) => sum + (counts.get(step) ?? 0), 0);
    progress(`${waiting} payouts to go`);
    if (waiting === 0) return;
    unpaid = await lookAt(world, campaignId, unpaid, UNSENT, doWhatIsAsked);
    await runTimer(world, 'payout-checker');
    if (round >= SHORT_STEPS) world.clock.moveBy(SETTLE_STEP_MS);
  }
}

/** Every player does with the packet as they will; what nobody takes comes back a day later. */
export async function takeAll(world: World, game: Game): Promise<void> {
  const { campaignId, progress } = game;
  let holding = game.people;
  for (let round = 0; round < ROUNDS_MOST; round += 1) {
    const looking = await lookAt(world, campaignId, holding, ['SENT'], takeSent);
    holding = looking.filter(({ will }) => will !== 'leave');
    world.clock.moveBy(round < SHORT_STEPS ? SETTLE_STEP_MS : WAIT_STEP_MS);
    await world.deliverCallbacks();
    await runTimer(world, 'payout-checker');
    const out = (await stepCounts(world, campaignId)).get('SENT') ?? 0;
    progress(`${out} packets neither taken nor back`);
    if (out === 0) return;
  }
}

/** The people who have packets at one of these steps; each of them acts on each such packet. */
async function lookAt(
  world: World,
  campaignId: string,
  who: Game['people'],
  steps: readonly string[],
  act: (world: World, person: Person, packet: Packet) => Promise<void>,
): Promise<Game['people']> {
  const looks = await inParallel(who, async (person) => {
    const packets = await packetsOf(world, person.phoneId, campaignId);
    const concerned = packets.filter(({ payment }) => steps.includes(payment.step));
    for (const packet of concerned) await act(world, person, packet);
    return concerned.length > 0;
  });
  return who.filter((_, index) => looks[index]);
}

async function doWhatIsAsked(world: World, person: Person, packet: Packet): Promise<void> {
  const { waitsFor } = packet.payment;
  if (waitsFor === 'link') await linkAccounts(world, person.phoneId);
  if (waitsFor === 'scan') {
    await takePacket(world, person.phoneId, packet, CODE_SCAN, person.will);
  }
}

async function takeSent(world: World, person: Person, packet: Packet): Promise<void> {
  const entryScene = packet.channel === 'sendminiprogramhb' ? CODE_SCAN : GROUP_CARD;
  await takePacket(world, person.phoneId, packet, entryScene, person.will);
}

async function stepCounts(world: World, campaignId: string): Promise<Map<string, number>> {
  const live = await organise(world, 'live', { campaignId });
  if (!live.ok) throw new Error(`the organiser's page refused: ${live.failure.code}`);
  const { byStep } = live.value as { byStep: readonly { step: string; count: number }[] };
  return new Map(byStep.map(({ step, count }) => [step, count]));
}

async function runTimer(world: World, name: string): Promise<void> {
  const reply = await world.cloud.runTimer(name);
  if (!reply.ok) throw new Error(`${name} failed: ${reply.errMsg}`);
}
