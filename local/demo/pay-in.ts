import { callAs } from '../players/calls';
import { ORGANISER, openidOf } from '../players/phones';
import type { World } from '../world/world';

/** The organiser pays a campaign's whole budget on WeChat's page. Paid is paid: a repeat pays nothing. */
export async function payInBudget(
  world: World,
  campaignId: string,
  amountFen: number,
): Promise<void> {
  const { paidInFen: alreadyFen } = (await cashier(world, 'funding', { campaignId })) as {
    paidInFen: number;
  };
  if (alreadyFen >= amountFen) return;
  const { orderNo, payment } = (await cashier(world, 'pay-in', {
    campaignId,
    amountFen,
    requestId: `demo-budget-${campaignId}`,
  })) as { orderNo: string; payment: Parameters<World['sandbox']['phone']['requestPayment']>[0] };
  const page = world.sandbox.phone.requestPayment(payment, openidOf(ORGANISER.phoneId));
  // A killed run may have paid already: then the page does not open again, and asking finds it out.
  if (page.ok) world.sandbox.orders.pay(page.no);
  await cashier(world, 'check-order', { campaignId, orderNo });
}

async function cashier(world: World, action: string, fields: object): Promise<unknown> {
  const answer = await callAs(world, 'cashier', ORGANISER.phoneId, { action, ...fields });
  if (!answer.ok) throw new Error(`${action} was refused: ${answer.failure.code}`);
  return answer.value;
}

/** What organisers have paid in so far, less what went back to them, by the provider's record. */
export function paidInFen({ orders }: World['sandbox']): number {
  const paid = orders.orders().filter(({ state }) => state === 'SUCCESS' || state === 'REFUND');
  const back = orders.refunds().filter(({ status }) => status === 'SUCCESS');
  return sum(paid.map(({ totalFen }) => totalFen)) - sum(back.map(({ amountFen }) => amountFen));
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amountFen) => total + amountFen, 0);
}
