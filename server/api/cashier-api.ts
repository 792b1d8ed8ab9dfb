import * as v from 'valibot';
import type { CashierApi } from '../../miniprogram/shared/contract/cashier';
import { checkPacket } from '../usecases/cashier/check-packet';
import { openPacket } from '../usecases/cashier/open-packet';
import type { CashierTools } from '../usecases/cashier/tools';
import { withdrawPayout } from '../usecases/cashier/withdraw-payout';
import type { FundingTools } from '../usecases/funding/tools';
import { organiserCashierActions } from './cashier-organiser';
import { type Actions, type Api, createApi } from './dispatch';
import { CAMPAIGN_ID, CLAIM_ID, REASON, SCENE } from './schemas';
import { refuseStranger } from './strangers';

/** What players may ask; everything else is FORBIDDEN to whoever is not an organiser. */
const FOR_PLAYERS: ReadonlySet<string> = new Set(['open-packet', 'check-packet']);

export function cashierApi(tools: CashierTools & FundingTools): Api {
  const actions: Actions<CashierApi> = {
    ...organiserCashierActions(tools),
    'open-packet': {
      request: v.strictObject({ claimId: CLAIM_ID, entryScene: SCENE }),
      run: (openid, request) => openPacket(tools, openid, request),
    },
    'check-packet': {
      request: v.strictObject({ claimId: CLAIM_ID }),
      run: (openid, request) => checkPacket(tools, openid, request),
    },
    'withdraw-payout': {
      request: v.strictObject({ campaignId: CAMPAIGN_ID, claimId: CLAIM_ID, reason: REASON }),
      run: (openid, request) => withdrawPayout(tools, openid, request),
    },
  };
  return createApi(tools, actions, async (openid, action) =>
    FOR_PLAYERS.has(action) ? false : refuseStranger(tools, openid, action),
  );
}
