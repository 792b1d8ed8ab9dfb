import { CHANNEL_RULES } from '../../../miniprogram/shared/channels';
import type { LobbyView } from '../../../miniprogram/shared/contract/player-campaign';
import { failure, type Result, success } from '../../../miniprogram/shared/result';
import { roundRefusal } from '../../domain/eligibility';
import { participationId } from '../../domain/ids';
import { isShown, lobbyCampaign, packetView } from '../../domain/player-view';
import { gameFor } from '../../games/registry';
import { linkedOpenid } from '../stores/identities';
import { participationById } from '../stores/participations';
import type { PlayerTools } from '../tools';
import { resumeGrants } from './resume-grants';
import { standingOf } from './start-round';

/**
 * A campaign as one player meets it. The first of these that applies: NOT_FOUND, CAMPAIGN_NOT_OPEN.
 * Why no round can be started now is part of the view.
 */
export async function lobby(
  tools: PlayerTools,
  openid: string,
  request: { campaignId: string },
): Promise<Result<LobbyView>> {
  const { documents, names, clock } = tools;
  const campaign = await tools.campaigns.recent(request.campaignId);
  if (!campaign) return failure('NOT_FOUND');
  if (campaign.state === 'draft' || campaign.state === 'preparing') {
    return failure('CAMPAIGN_NOT_OPEN');
  }

  const id = participationId(campaign._id, names.playerKey(openid));
  const participation = await participationById(documents, id);
  const standing = await standingOf(tools, campaign, openid, participation);
  const claims = await resumeGrants(tools, campaign, participation);
  const needsLink =
    CHANNEL_RULES[campaign.draft.channel].identity === 'official-account' &&
    (await linkedOpenid(documents, openid)) === null;
  const nowMs = clock();
  return success({
    campaign: lobbyCampaign(campaign, standing.packetsLeft, gameFor(campaign.draft.game).facts()),
    me: {
      refusal: roundRefusal(campaign, standing, nowMs),
      needsLink,
      roundsPlayed: standing.roundsStarted,
      packets: claims.filter(isShown).map((claim) => packetView(claim, tools.quietHours, nowMs)),
    },
  });
}
