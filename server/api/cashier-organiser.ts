import * as v from 'valibot';
import type { CashierApi } from '../../miniprogram/shared/contract/cashier';
import { checkOrder, closeOrder } from '../usecases/funding/own-order';
import { payIn } from '../usecases/funding/pay-in';
import { refundRest } from '../usecases/funding/refund-rest';
import { settleRefund } from '../usecases/funding/settle-refund';
import type { FundingTools } from '../usecases/funding/tools';
import { ownFundingView } from '../usecases/funding/views';
import type { Tools } from '../usecases/tools';
import type { Actions } from './dispatch';
import { CAMPAIGN_ID, REASON, REQUEST_ID, WHOLE } from './schemas';

/** The part of the cashier that only organisers may use; who is one is for the cashier to ask. */
export type OrganiserCashierApi = Pick<
  CashierApi,
  'pay-in' | 'check-order' | 'close-order' | 'refund-rest' | 'settle-refund' | 'funding'
>;

/** Refunds are numbered in the same way. */
const ORDER_NO = v.pipe(v.string(), v.regex(/^[0-9a-z]{20,32}$/));
const ORDER = v.strictObject({ campaignId: CAMPAIGN_ID, orderNo: ORDER_NO });

export function organiserCashierActions(tools: Tools & FundingTools): Actions<OrganiserCashierApi> {
  return {
    'pay-in': {
      request: v.strictObject({
        campaignId: CAMPAIGN_ID,
        amountFen: WHOLE,
        requestId: REQUEST_ID,
      }),
      run: (openid, request) => payIn(tools, openid, request),
    },
    'check-order': {
      request: ORDER,
      run: (openid, request) => checkOrder(tools, openid, request),
    },
    'close-order': {
      request: ORDER,
      run: (openid, request) => closeOrder(tools, openid, request),
    },
    'refund-rest': {
      request: v.strictObject({ campaignId: CAMPAIGN_ID, requestId: REQUEST_ID }),
      run: (openid, request) => refundRest(tools, openid, request),
    },
    'settle-refund': {
      request: v.strictObject({
        campaignId: CAMPAIGN_ID,
        orderNo: ORDER_NO,
        refundNo: ORDER_NO,
        note: REASON,
        requestId: REQUEST_ID,
      }),
      run: (openid, request) => settleRefund(tools, openid, request),
    },
    funding: {
      request: v.strictObject({ campaignId: CAMPAIGN_ID }),
      run: (openid, request) => ownFundingView(tools, openid, request),
    },
  };
}
