import { HOUR_MS } from '../../../miniprogram/shared/beijing-time';
import { recordOrderNotice } from '../../../server/usecases/funding/notices';
import {
  type CampaignWorld,
  campaignWorld,
  must,
  OWNER,
  requestId,
} from '../../support/campaign-world';
import { pausedDocuments } from '../../support/watched-documents';
import { look } from './chaos';
import { type Plant, withoutRevision, withoutTouch } from './plants';
import { fundingIn, openPaidIn, paidInDraft, paidOrder, storedFunding } from './world';

interface Race {
  readonly world: CampaignWorld;
  readonly campaignId: string;
  readonly revision: number;
  readonly orderNo: string;
}

type Act = (through: CampaignWorld, race: Race) => Promise<unknown>;

const publish: Act = (through, { campaignId, revision }) =>
  through.asOrganiser(OWNER, 'publish', { campaignId, revision });
const refund: Act = (through, { campaignId }) =>
  through.asCashier(OWNER, 'refund-rest', { campaignId, requestId: requestId() });
const remove: Act = (through, { campaignId }) =>
  through.asOrganiser(OWNER, 'delete-draft', { campaignId });
const payIn: Act = (through, { campaignId }) =>
  through.asCashier(OWNER, 'pay-in', { campaignId, amountFen: 1, requestId: requestId() });
const addBudget: Act = (through, { campaignId }) =>
  through.asOrganiser(OWNER, 'add-budget', {
    campaignId,
    totalFen: 1_200,
    packetCount: 12,
    requestId: requestId(),
  });
const endAndRefund: Act = async (through, race) => {
  await through.asOrganiser(OWNER, 'end', { campaignId: race.campaignId });
  return refund(through, race);
};
const keep: Act = (through) => through.keep();
const check: Act = (through, { campaignId, orderNo }) =>
  through.asCashier(OWNER, 'check-order', { campaignId, orderNo });
const notice: Act = (through, { world, orderNo }) =>
  recordOrderNotice(through.tools, world.orders.orderNotice(orderNo));

/** All of it is paid in, and the campaign is still a draft. */
async function paidDraft(): Promise<Race> {
  const world = campaignWorld();
  const { campaignId, revision } = await paidInDraft(world);
  const orderNo = await paidOrder(world, campaignId);
  must(await world.asCashier(OWNER, 'check-order', { campaignId, orderNo }));
  return { world, campaignId, revision, orderNo };
}

/** As above, and a publishing stopped an hour ago between setting aside and beginning. */
async function strandedDraft(): Promise<Race> {
  const race = await paidDraft();
  const stopped = race.world.through((documents) => ({
    ...documents,
    async update(collection, id, guard, change) {
      if (collection === 'campaigns') throw new Error('the process is gone');
      return documents.update(collection, id, guard, change);
    },
  }));
  await publish(stopped, race);
  race.world.clock.advance(HOUR_MS / 4);
  return race;
}

/** Not paid in, and nothing of it here. */
async function emptyDraft(): Promise<Race> {
  const world = campaignWorld();
  return { world, ...(await paidInDraft(world)), orderNo: '' };
}

/** Paid at the provider; our side has not heard of it. */
async function unheardDraft(): Promise<Race> {
  const race = await emptyDraft();
  return { ...race, orderNo: await paidOrder(race.world, race.campaignId) };
}

/** Open, with 200 fen more than it needs. */
async function openCampaign(): Promise<Race> {
  const world = campaignWorld();
  const campaignId = await openPaidIn(world);
  const orderNo = await paidOrder(world, campaignId, 200);
  must(await world.asCashier(OWNER, 'check-order', { campaignId, orderNo }));
  return { world, campaignId, revision: 1, orderNo };
}

/** The first is held back before each of its requests in turn, while the second runs to its end. */
async function everyMeeting(
  start: () => Promise<Race>,
  first: Act,
  second: Act,
  plant: Plant = (documents) => documents,
): Promise<number> {
  for (let atRequest = 1; ; atRequest += 1) {
    const race = await start();
    const { world, campaignId } = race;
    const paused = pausedDocuments(plant(world.documents), atRequest);
    const running = first(
      world.through(() => paused.documents),
      race,
    );
    const isReached = (await paused.reached(running)) === undefined;
    await second(world.through(plant), race);
    paused.resume();
    await running;
    await look(world, campaignId);
    if (world.orders.paidFen() > 0) {
      const { differenceFen } = await fundingIn(world, campaignId);
      if (differenceFen !== 0) throw new Error('the funding does not add up');
    }
    if (!isReached) return atRequest - 1;
  }
}

describe('two things at the same moment', () => {
  it.each([
    ['publishing, and meanwhile giving back', publish, refund, paidDraft],
    ['giving back, and meanwhile publishing', refund, publish, paidDraft],
    ['giving back what is stranded, and meanwhile publishing', refund, publish, strandedDraft],
    ['publishing over what is stranded, and meanwhile giving back', publish, refund, strandedDraft],
    ['giving back twice', refund, refund, paidDraft],
    ['publishing, and meanwhile deleting', publish, remove, paidDraft],
    ['adding budget, and meanwhile giving back', addBudget, refund, openCampaign],
    ['giving back, and meanwhile adding budget', refund, addBudget, openCampaign],
    ['adding budget, and meanwhile the end', addBudget, endAndRefund, openCampaign],
    ['the end, and meanwhile adding budget', endAndRefund, addBudget, openCampaign],
    ['the keeper, and meanwhile giving back', keep, refund, strandedDraft],
    ['asking, and meanwhile being told', check, notice, unheardDraft],
    ['being told, and meanwhile asking', notice, check, unheardDraft],
  ])('%s: the money is right wherever they meet', async (_what, first, second, start) => {
    expect(await everyMeeting(start, first, second)).toBeGreaterThan(1);
  });

  it.each([
    ['paying into a draft, and meanwhile deleting it', payIn, remove],
    ['deleting a draft, and meanwhile paying into it', remove, payIn],
  ])('%s: never both', async (_what, one, two) => {
    const races: Race[] = [];
    const start = async () => {
      const race = await emptyDraft();
      races.push(race);
      return race;
    };
    await everyMeeting(start, one, two);
    for (const race of races) await mayNotBeBoth(race);
  });

  it.each([
    ['publishing begins whatever happened to its draft', withoutRevision('campaigns')],
    ['a draft is not touched before its money is taken back', withoutTouch],
    ['fundings are written over each other', withoutRevision('fundings')],
  ])('a planted bug is found: %s', async (_what, plant) => {
    await expect(everyMeeting(paidDraft, publish, refund, plant)).rejects.toThrow();
  });
});

async function mayNotBeBoth({ world, campaignId }: Race): Promise<void> {
  const funding = await storedFunding(world, campaignId).catch(() => null);
  const campaign = await world.documents.get('campaigns', campaignId);
  const open = funding?.orders.some(({ state }) => state === 'UNPAID') ?? false;
  if (!campaign && open) throw new Error('an order for a campaign that is gone');
}
