import {
  campaignWorld,
  must,
  OWNER,
  playRain,
  publishedCampaign,
  requestId,
  splitOf,
  wins,
} from '../../support/campaign-world';

describe('a round that found everything sold out', () => {
  it('says so again after budget was added: one request, one answer', async () => {
    const world = campaignWorld();
    const campaignId = await publishedCampaign(world, { split: splitOf(1) });
    const played = await playRain(world, 'o-late', campaignId, 1);
    must(await wins(world, 'o-early', campaignId));
    const finish = () =>
      world.asPlayer('o-late', 'finish-round', {
        ticket: played.ticket,
        evidence: played.evidence,
      });
    const first = must(await finish());
    expect(first).toMatchObject({ shortfall: 'sold-out', packets: [] });

    const more = { campaignId, totalFen: 400, packetCount: 2, requestId: requestId() };
    must(await world.asOrganiser(OWNER, 'add-budget', more));
    expect(must(await finish())).toEqual(first);
  });
});
