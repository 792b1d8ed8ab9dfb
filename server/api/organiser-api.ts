import * as v from 'valibot';
import { BALANCE_ACCOUNTS } from '../../miniprogram/shared/channels';
import type { OrganiserApi } from '../../miniprogram/shared/contract/organiser';
import { success } from '../../miniprogram/shared/result';
import { declareBalance } from '../usecases/funding/declare-balance';
import { balanceView } from '../usecases/funding/views';
import { addBudget } from '../usecases/organiser/add-budget';
import { changeRunning } from '../usecases/organiser/change-running';
import { decideHeld } from '../usecases/organiser/decide-held';
import { deleteDraft, saveDraft } from '../usecases/organiser/drafts';
import { end } from '../usecases/organiser/end';
import { continueExport, startExport } from '../usecases/organiser/export-claims';
import { claims, get, held, list } from '../usecases/organiser/lists';
import { live } from '../usecases/organiser/live';
import { pause, resume } from '../usecases/organiser/pause';
import { publish } from '../usecases/organiser/publish';
import { resumePayouts } from '../usecases/organiser/resume-payouts';
import type { OrganiserTools } from '../usecases/tools';
import { type Actions, type Api, createApi } from './dispatch';
import {
  CAMPAIGN_ID,
  CLAIM_ID,
  CURSOR,
  DRAFT,
  EXPORT_ID,
  REASON,
  REQUEST_ID,
  TEXT,
  WHOLE,
} from './schemas';
import { refuseStranger } from './strangers';

/** A hundred billion yuan: what campaigns give back is added to it, and must stay whole fen. */
const DECLARED_FEN_MOST = 10_000_000_000_000;

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
    pause: {
      request: v.strictObject({ campaignId: CAMPAIGN_ID }),
      run: (openid, request) => pause(tools, openid, request),
    },
    resume: {
      request: v.strictObject({ campaignId: CAMPAIGN_ID }),
      run: (openid, request) => resume(tools, openid, request),
    },
    'add-budget': {
      request: v.strictObject({
        campaignId: CAMPAIGN_ID,
        totalFen: WHOLE,
        packetCount: WHOLE,
        requestId: REQUEST_ID,
      }),
      run: (openid, request) => addBudget(tools, openid, request),
    },
    'change-running': {
      request: v.strictObject({
        campaignId: CAMPAIGN_ID,
        revision: WHOLE,
        greeting: TEXT,
        endAtMs: WHOLE,
      }),
      run: (openid, request) => changeRunning(tools, openid, request),
    },
    'resume-payouts': {
      request: v.strictObject({ campaignId: CAMPAIGN_ID }),
      run: (openid, request) => resumePayouts(tools, openid, request),
    },
    held: {
      request: v.strictObject({ campaignId: CAMPAIGN_ID, cursor: v.exactOptional(CURSOR) }),
      run: (openid, request) => held(tools, openid, request),
    },
    'decide-held': {
      request: v.strictObject({
        campaignId: CAMPAIGN_ID,
        claimId: CLAIM_ID,
        decision: v.picklist(['retry', 'return', 'settle']),
        reason: REASON,
      }),
      run: (openid, request) => decideHeld(tools, openid, request),
    },
    channels: {
      request: v.strictObject({}),
      run: async () => success({ channels: tools.channelReadiness() }),
    },
    balance: {
      request: v.strictObject({}),
      run: async (openid) => success(await balanceView(tools, tools.isFinance(openid))),
    },
    'declare-balance': {
      request: v.strictObject({
        account: v.picklist(BALANCE_ACCOUNTS),
        freeFen: v.pipe(WHOLE, v.minValue(0), v.maxValue(DECLARED_FEN_MOST)),
        requestId: REQUEST_ID,
      }),
      run: (openid, request) => declareBalance(tools, openid, request),
    },
    live: {
      request: v.strictObject({ campaignId: CAMPAIGN_ID }),
      run: (openid, request) => live(tools, openid, request),
    },
    claims: {
      request: v.strictObject({ campaignId: CAMPAIGN_ID, cursor: v.exactOptional(CURSOR) }),
      run: (openid, request) => claims(tools, openid, request),
    },
    'start-export': {
      request: v.strictObject({ campaignId: CAMPAIGN_ID }),
      run: (openid, request) => startExport(tools, openid, request),
    },
    'continue-export': {
      request: v.strictObject({ campaignId: CAMPAIGN_ID, exportId: EXPORT_ID }),
      run: (openid, request) => continueExport(tools, openid, request),
    },
  };
  return createApi(tools, actions, (openid, action) => refuseStranger(tools, openid, action));
}
