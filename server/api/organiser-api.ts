import * as v from 'valibot';
import { beijingDay } from '../../miniprogram/shared/beijing-time';
import type { OrganiserApi } from '../../miniprogram/shared/contract';
import { deleteDraft, saveDraft } from '../usecases/organiser/drafts';
import { end } from '../usecases/organiser/end';
import { claims, get, list } from '../usecases/organiser/lists';
import { live } from '../usecases/organiser/live';
import { publish } from '../usecases/organiser/publish';
import { addAuditEntry } from '../usecases/stores/audit';
import type { OrganiserTools } from '../usecases/tools';
import { type Actions, type Api, createApi } from './dispatch';
import { CAMPAIGN_ID, CURSOR, DRAFT, REQUEST_ID, WHOLE } from './schemas';

/** Everything here is FORBIDDEN to whoever is not an organiser. */
export function organiserApi(tools: OrganiserTools): Api {
  const actions: Actions<OrganiserApi> = {
    list: {
      request: v.strictObject({ cursor: v.exactOptional(CURSOR) }),
      run: (openid, request) => list(tools, openid, request),
    },
    get: {
      request: v.strictObject({ campaignId: CAMPAIGN_ID }),
      run: (openid, request) => get(tools, openid, request),
    },
    'save-draft': {
      request: v.strictObject({
        draft: DRAFT,
        campaignId: v.exactOptional(CAMPAIGN_ID),
        revision: v.exactOptional(WHOLE),
        requestId: REQUEST_ID,
      }),
      run: (openid, request) => saveDraft(tools, openid, request),
    },
    'delete-draft': {
      request: v.strictObject({ campaignId: CAMPAIGN_ID }),
      run: (openid, request) => deleteDraft(tools, openid, request),
    },
    publish: {
      request: v.strictObject({ campaignId: CAMPAIGN_ID, revision: WHOLE }),
      run: (openid, request) => publish(tools, openid, request),
    },
    end: {
      request: v.strictObject({ campaignId: CAMPAIGN_ID }),
      run: (openid, request) => end(tools, openid, request),
    },
    live: {
      request: v.strictObject({ campaignId: CAMPAIGN_ID }),
      run: (openid, request) => live(tools, openid, request),
    },
    claims: {
      request: v.strictObject({ campaignId: CAMPAIGN_ID, cursor: v.exactOptional(CURSOR) }),
      run: (openid, request) => claims(tools, openid, request),
    },
  };
  return createApi(tools, actions, (openid, action) => refuseStranger(tools, openid, action));
}

/** One entry in the trail for each stranger and day, so that knocking often fills nothing. */
async function refuseStranger(
  tools: OrganiserTools,
  openid: string,
  action: string,
): Promise<boolean> {
  if (tools.isOwner(openid)) return false;
  const who = tools.names.playerCode(openid);
  const atMs = tools.clock();
  tools.log.warn('organiser.forbidden', { playerCode: who, action });
  await addAuditEntry(tools.documents, {
    id: `forbidden.${beijingDay(atMs)}.${who}`,
    campaignId: '',
    atMs,
    who,
    action: `forbidden: ${action}`,
    before: null,
    after: null,
  });
  return true;
}
