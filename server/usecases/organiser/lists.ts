import type { ClaimRow } from '../../../miniprogram/shared/contract/claims';
import type {
  OrganiserCampaign,
  OrganiserCard,
} from '../../../miniprogram/shared/contract/organiser-campaign';
import type { Page } from '../../../miniprogram/shared/contract/reply';
import { type Result, success } from '../../../miniprogram/shared/result';
import { claimRow, organiserCampaign } from '../../domain/organiser-view';
import { isShown } from '../../domain/player-view';
import { campaignsOf } from '../stores/campaigns';
import { claimsOfCampaign, heldOfCampaign, totalsOf } from '../stores/claims';
import { requestedCursor } from '../stores/newest-first';
import type { OrganiserTools } from '../tools';
import { ownCampaign } from './own-campaign';

const CAMPAIGN_ROWS = 20;
const CLAIM_ROWS = 50;

/** This organiser's campaigns, newest first. INVALID for a cursor that is none of ours. */
export async function list(
  tools: OrganiserTools,
  openid: string,
  request: { cursor?: string | undefined },
): Promise<Result<Page<OrganiserCard>>> {
  const cursor = requestedCursor(request);
  if (!cursor.ok) return cursor;

  const page = await campaignsOf(tools.documents, openid, {
    cursor: cursor.value,
    rows: CAMPAIGN_ROWS,
  });
  const totals = await totalsOf(
    tools.documents,
    page.rows.map((campaign) => campaign._id),
  );
  const rows = page.rows.map(({ _id, draft, state }) => {
    const { claimedCount = 0, claimedFen = 0, paidFen = 0 } = totals.get(_id) ?? {};
    return {
      campaignId: _id,
      title: draft.title,
      gameId: draft.game.id,
      state,
      startAtMs: draft.startAtMs,
      endAtMs: draft.endAtMs,
      totalFen: draft.split.totalFen,
      packetCount: draft.split.packetCount,
      claimedCount,
      claimedFen,
      paidFen,
    };
  });
  return success({ rows, nextCursor: page.nextCursor });
}

/** NOT_FOUND also when it is another organiser's. */
export async function get(
  tools: OrganiserTools,
  openid: string,
  request: { campaignId: string },
): Promise<Result<OrganiserCampaign>> {
  const found = await ownCampaign(tools, openid, request.campaignId);
  return found.ok ? success(organiserCampaign(found.value)) : found;
}

export interface ClaimsRequest {
  readonly campaignId: string;
  readonly cursor?: string | undefined;
}

/** Every claim of a campaign, newest first. NOT_FOUND; INVALID for a cursor that is none of ours. */
export function claims(
  tools: OrganiserTools,
  openid: string,
  request: ClaimsRequest,
): Promise<Result<Page<ClaimRow>>> {
  return claimPage(tools, openid, request, claimsOfCampaign);
}

/** Payouts that wait for a person, newest first. NOT_FOUND; INVALID for a cursor that is none of ours. */
export function held(
  tools: OrganiserTools,
  openid: string,
  request: ClaimsRequest,
): Promise<Result<Page<ClaimRow>>> {
  return claimPage(tools, openid, request, heldOfCampaign);
}

async function claimPage(
  tools: OrganiserTools,
  openid: string,
  request: ClaimsRequest,
  find: typeof claimsOfCampaign,
): Promise<Result<Page<ClaimRow>>> {
  const found = await ownCampaign(tools, openid, request.campaignId);
  if (!found.ok) return found;
  const cursor = requestedCursor(request);
  if (!cursor.ok) return cursor;

  const page = await find(tools.documents, request.campaignId, {
    cursor: cursor.value,
    rows: CLAIM_ROWS,
  });
  const nowMs = tools.clock();
  return success({
    rows: page.rows.filter(isShown).map((claim) => claimRow(claim, tools.quietHours, nowMs)),
    nextCursor: page.nextCursor,
  });
}
