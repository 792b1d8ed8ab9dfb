/* An organiser's money: pays in, abandons, closes, pays late, declares a balance, takes the rest back. */
import { HOUR_MS, MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import { declareBalance } from '../../../server/usecases/funding/declare-balance';
import { checkOrder, closeOrder } from '../../../server/usecases/funding/own-order';
import { payIn } from '../../../server/usecases/funding/pay-in';
import { refundRest } from '../../../server/usecases/funding/refund-rest';
import { settleRefund } from '../../../server/usecases/funding/settle-refund';
import { seeded } from '../engine/seeded';
import { insist, ORGANISER, type Organiser, persist } from './organiser';

type Facts = Readonly<Record<string, string | number>>;

const PREPAY = 'prepay_id=';

/** What has to be done about a refusal to publish; false when it is not about money. */
export async function bringBudget(
  organiser: Organiser,
  campaignId: string,
  code: string,
  facts: Facts,
): Promise<boolean> {
  const { world, random } = organiser;
  if (code === 'NOT_PAID_IN') {
    await payMissing(organiser, campaignId, Number(facts['missingFen']));
    return true;
  }
  if (code !== 'BALANCE_TOO_SMALL' && code !== 'BALANCE_NOT_DECLARED') return false;
  const channel = world.mirror.campaigns.get(campaignId)?.draft.channel;
  const request = {
    account: channel === 'transfer-bills' ? 'transfer' : 'red-packet',
    freeFen: random.between(5_000, 50_000),
    requestId: nameOf(organiser, 'declare'),
  } as const;
  await insist(organiser, 'declare', (tools) => declareBalance(tools, ORGANISER, request));
  return true;
}

/** All of it at once mostly, in parts now and then; paid, forgotten, closed, or paid at the last moment. */
export async function payMissing(
  organiser: Organiser,
  campaignId: string,
  missingFen: number,
): Promise<void> {
  const { functions, random, world } = organiser;
  const amountFen = random.chance(0.7) ? missingFen : random.between(1, missingFen);
  const request = { campaignId, amountFen, requestId: nameOf(organiser, 'pay') };
  const ask = () =>
    persist(organiser, () =>
      functions.cashier('pay-in', (tools) => payIn(tools, ORGANISER, request)),
    );
  const answers = await Promise.all(random.chance(0.2) ? [ask(), ask()] : [ask()]);
  const placed = answers.find((answer) => answer?.ok === true);
  if (!placed?.ok) {
    await world.time.sleep(MINUTE_MS);
    return;
  }
  const { orderNo, payment } = placed.value;
  const wish = random.pick(['pay', 'pay', 'pay', 'pay', 'pay-late', 'forget', 'close', 'race']);
  const pay = async (mostMs: number) => {
    await world.time.sleep(random.between(1_000, mostMs));
    if (payment) world.orders.pay(payment.package.slice(PREPAY.length));
  };
  const close = () =>
    persist(organiser, () =>
      functions.cashier('close', (tools) => closeOrder(tools, ORGANISER, { campaignId, orderNo })),
    );
  if (wish === 'pay') await pay(MINUTE_MS);
  if (wish === 'pay-late') void world.time.sleep(28 * MINUTE_MS).then(() => pay(4 * MINUTE_MS));
  if (wish === 'close') await close();
  if (wish === 'race') await Promise.all([pay(3_000), close()]);
  if (random.chance(0.3)) return;
  await persist(organiser, () =>
    functions.cashier('check-order', (tools) =>
      checkOrder(tools, ORGANISER, { campaignId, orderNo }),
    ),
  );
}

/** Everything that may go back. */
export async function reclaim(organiser: Organiser, campaignId: string): Promise<void> {
  const { functions } = organiser;
  const request = { campaignId, requestId: nameOf(organiser, 'rest') };
  await persist(organiser, () =>
    functions.cashier('refund-rest', (tools) => refundRest(tools, ORGANISER, request)),
  );
}

/**
 * Gives back by hand what WeChat Pay will not, or so the organiser believes: now and then before it is
 * certain. What somebody sees to on the merchant's platform is left to them.
 */
export async function settleStuck(organiser: Organiser, campaignId: string): Promise<void> {
  const { world, functions } = organiser;
  const random = seeded(`settle ${world.plan.seed} ${campaignId} ${world.time.nowMs()}`);
  if (random.chance(0.5)) return;
  const orders = world.mirror.fundings.get(campaignId)?.orders ?? [];
  for (const { orderNo, refunds } of orders) {
    for (const { refundNo, state } of refunds) {
      const isHasty = state === 'PROCESSING' && random.chance(0.1);
      const isStuck = state === 'NEEDS_PERSON' || (state === 'CLOSED' && random.chance(0.3));
      if (!(isStuck || isHasty) || world.orders.isSeenTo(refundNo)) continue;
      const requestId = `settle-${random.between(1, 1_000_000_000)}`;
      const request = { campaignId, orderNo, refundNo, note: '现金还了', requestId };
      const ask = () =>
        persist(organiser, () =>
          functions.cashier('settle', (tools) => settleRefund(tools, ORGANISER, request)),
        );
      await Promise.all(random.chance(0.2) ? [ask(), ask()] : [ask()]);
    }
  }
}

/** What was paid in for a campaign that never opened goes back. */
export async function giveUp(
  organiser: Organiser,
  campaignId: string,
  isOver: () => boolean,
): Promise<void> {
  const { world, random } = organiser;
  while (!isOver()) {
    await reclaim(organiser, campaignId);
    await settleStuck(organiser, campaignId);
    await world.time.sleep(random.between(MINUTE_MS, 6 * HOUR_MS));
  }
}

function nameOf({ random }: Organiser, what: string): string {
  return `${what}-${random.between(1, 1_000_000_000)}`;
}
