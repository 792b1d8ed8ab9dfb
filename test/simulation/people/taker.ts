/* A player who takes won packets: opens WeChat's pages, confirms, declines, or lets them lie. */

import { HOUR_MS, MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import type { PacketView } from '../../../miniprogram/shared/contract/packet';
import type { PhoneCall } from '../../../miniprogram/shared/contract/phone-calls';
import { checkPacket } from '../../../server/usecases/cashier/check-packet';
import { openPacket } from '../../../server/usecases/cashier/open-packet';
import { myPackets } from '../../../server/usecases/player/packets';
import type { ProviderBill } from '../provider';
import { linkUp } from './link';
import { insist, type Phone, show } from './player';

/** Scanned, from a chat, from the list of mini programs; a phone that does not say is 0. */
const SCENES = [1011, 1047, 1047, 1007, 1008, 1001, 0];
const SCANNED = 1047;
const OPENABLE: ReadonlySet<string> = new Set(['OWED', 'SENDING', 'UNKNOWN', 'SENT']);

/** A pass may be ten minutes old, two clocks a minute off each, and a call takes twenty seconds. */
const PASS_LASTS_MS = 13 * MINUTE_MS;

/** Once it is calm, everybody comes by scanning. */
export function drawScene({ world, random }: Phone): number {
  return world.plan.playersOblige || isCalm(world) ? SCANNED : random.pick(SCENES);
}

/** Comes back for what waits for its player, until everything is over. */
export async function keepTaking(phone: Phone, isOver: () => boolean): Promise<void> {
  const { world, random } = phone;
  while (!isOver()) {
    const mostMs = isCalm(world) ? HOUR_MS : random.pick([MINUTE_MS, 20 * MINUTE_MS, 7 * HOUR_MS]);
    await world.time.sleep(random.between(1_000, mostMs));
    if (hasOpenPackets(phone)) await takePackets(phone);
  }
}

/** What the chat brings by itself, nobody comes back for; that too has to come to its end. */
function hasOpenPackets({ world, shown }: Phone): boolean {
  for (const { openid, step, channel, waitsFor } of world.mirror.claims.values()) {
    const needsPlayer = channel !== 'sendredpack' || waitsFor === 'link';
    if (openid === shown.openid && OPENABLE.has(step) && needsPlayer) return true;
  }
  return false;
}

/** One visit to the list of packets. */
export async function takePackets(phone: Phone): Promise<void> {
  const { functions, shown, random, world } = phone;
  const entryScene = drawScene(phone);
  const mine = await insist(phone, () =>
    functions.player('mine', (tools) => myPackets(tools, shown.openid, {})),
  );
  if (!mine?.ok) return;
  show(phone, mine.value.rows);
  const needsLink = mine.value.rows.some(({ payment }) => payment.waitsFor === 'link');
  if (needsLink && (isCalm(world) || random.chance(0.5))) await linkUp(phone);
  for (const row of mine.value.rows.filter(opensHere)) {
    if (!isCalm(world) && random.chance(0.3)) continue;
    const taps = random.pick([1, 1, 1, 2, 3]);
    await Promise.all(Array.from({ length: taps }, () => open(phone, row.claimId, entryScene)));
  }
}

function opensHere({ channel, payment }: PacketView): boolean {
  return channel !== 'sendredpack' && OPENABLE.has(payment.step);
}

async function open(phone: Phone, claimId: string, entryScene: number): Promise<void> {
  const { functions, shown, random, world } = phone;
  const askedAtMs = world.time.nowMs();
  const answer = await insist(phone, () =>
    functions.cashier('open', (tools) => openPacket(tools, shown.openid, { claimId, entryScene })),
  );
  if (!answer?.ok) return;
  show(phone, [answer.value.packet]);
  const { phoneCall } = answer.value;
  if (!phoneCall) return;
  const bill = billBehind(phone, claimId, phoneCall, askedAtMs);
  await world.time.sleep(random.between(1_000, random.chance(0.8) ? 20_000 : HOUR_MS));
  if (bill) act(phone, bill, phoneCall);
  await world.time.sleep(random.between(100, 90_000));
  const checked = await insist(phone, () =>
    functions.cashier('check', (tools) => checkPacket(tools, shown.openid, { claimId })),
  );
  if (checked?.ok) show(phone, [checked.value]);
}

/** INV-40: what a phone is given opens this player's own bill, and none that ended long ago. */
function billBehind(
  { world, shown }: Phone,
  claimId: string,
  call: PhoneCall,
  askedAtMs: number,
): ProviderBill | null {
  const { judge, mirror, provider } = world;
  const isTransfer = call.kind === 'merchant-transfer';
  const bill = isTransfer
    ? provider.transfers.billOf(call.package)
    : provider.redPackets.sendminiprogramhb.billOf(decodeURIComponent(call.package));
  const isOwn = bill?.recipientId === shown.openid;
  const isPresent = bill?.billNo === mirror.claims.get(claimId)?.billNo;
  judge.must(isOwn && isPresent, 'INV-40', () => `${claimId}: a pass of ${bill?.billNo}`);
  const endedAtMs = bill?.endedAtMs ?? askedAtMs;
  const isStale = isTransfer && askedAtMs - endedAtMs > PASS_LASTS_MS;
  judge.must(!isStale, 'INV-40', () => `${claimId}: a pass of a bill that has ended`);
  return bill;
}

/** On WeChat's page. */
function act({ world, random }: Phone, bill: ProviderBill, call: PhoneCall): void {
  const { provider } = world;
  const wishes = ['take', 'take', 'take', 'take', 'decline', 'leave'] as const;
  const wish = world.plan.playersOblige ? 'take' : random.pick(wishes);
  if (wish === 'leave') return;
  if (call.kind === 'biz-red-packet') {
    if (wish === 'take') provider.redPackets.sendminiprogramhb.open(bill);
  } else if (provider.transfers.isFresh(call.package)) {
    if (wish === 'take') provider.transfers.confirm(bill);
    else provider.transfers.decline(bill);
  }
}

function isCalm({ time, plan }: Phone['world']): boolean {
  return time.nowMs() >= plan.calmFromMs;
}
