import type { HomeView } from '../../../miniprogram/shared/contract/player';
import { type Result, success } from '../../../miniprogram/shared/result';
import { campaignCard } from '../../domain/player-view';
import { openAndUpcoming } from '../stores/campaigns';
import { packetsLeft } from '../stores/pool';
import type { PlayerTools } from '../tools';

/** Campaigns that run now or start within seven days. Never refused. */
export async function home(tools: PlayerTools, openid: string): Promise<Result<HomeView>> {
  const campaigns = await openAndUpcoming(tools.documents, tools.clock());
  const left = await packetsLeft(
    tools.documents,
    campaigns.map((campaign) => campaign._id),
  );
  return success({
    campaigns: campaigns.map((campaign) => campaignCard(campaign, left.get(campaign._id) ?? 0)),
    playerCode: tools.names.playerCode(openid),
    isOrganiser: tools.isOwner(openid),
  });
}
