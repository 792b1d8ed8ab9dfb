import { BALANCE_ACCOUNTS, CHANNEL_RULES } from '../../../miniprogram/shared/channels';
import type { BalanceView } from '../../../miniprogram/shared/contract/balance';
import type { FundingView } from '../../../miniprogram/shared/contract/funding';
import { type Result, success } from '../../../miniprogram/shared/result';
import { entryOf } from '../../domain/funding/balances';
import { balancesOf } from '../../domain/funding/books';
import type { FundingRecord } from '../../domain/funding/records';
import { balanceViewOf, fundingViewOf } from '../../domain/funding/view';
import type { CampaignRecord } from '../../domain/records';
import type { Documents } from '../../ports/documents';
import { ownCampaign } from '../organiser/own-campaign';
import { balanceOf } from '../stores/balances';
import { fundingOf } from '../stores/fundings';
import type { Tools } from '../tools';
import { theirsOf } from './plan-rest';

/** The money of one campaign before and after its players, as it stands now. */
export async function fundingView(
  tools: Pick<Tools, 'documents' | 'clock'>,
  campaign: CampaignRecord,
): Promise<FundingView> {
  const funding = await fundingOf(tools.documents, campaign._id);
  const neededFen = campaign.draft.split.totalFen;
  const theirsFen = funding ? await theirsOf(tools, funding, campaign) : 0;
  const isEnded = campaign.state === 'ended';
  return fundingViewOf(
    {
      kind: campaign.draft.funding,
      neededFen,
      // An ended campaign needs no more than was set aside, and gives back what it can.
      isSetAside: isEnded || (await isSetAside(tools.documents, campaign, funding)),
      theirsFen,
      nowMs: tools.clock(),
    },
    funding,
  );
}

async function isSetAside(
  documents: Documents,
  { _id, draft }: CampaignRecord,
  funding: FundingRecord | null,
): Promise<boolean> {
  const neededFen = draft.split.totalFen;
  if (draft.funding === 'paid-in') {
    return funding !== null && balancesOf(funding)['set-aside'] >= neededFen;
  }
  const entry = entryOf(await balanceOf(documents, CHANNEL_RULES[draft.channel].account), _id);
  return entry !== null && entry.amountFen >= neededFen;
}

/** A campaign's funding, for its own organiser. NOT_FOUND. */
export async function ownFundingView(
  tools: Tools,
  openid: string,
  request: { readonly campaignId: string },
): Promise<Result<FundingView>> {
  const found = await ownCampaign(tools, openid, request.campaignId);
  return found.ok ? success(await fundingView(tools, found.value)) : found;
}

/** What finance declared of each of the merchant's accounts. */
export async function balanceView(
  { documents }: { readonly documents: Documents },
  mayDeclare: boolean,
): Promise<BalanceView> {
  const balances = await Promise.all(
    BALANCE_ACCOUNTS.map((account) => balanceOf(documents, account)),
  );
  return balanceViewOf(balances, mayDeclare);
}
