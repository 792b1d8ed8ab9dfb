import { cashierApi } from './api/cashier-api';
import { campaignTools, phoneFunction, type WxCloud } from './compose';
import { orderGatewayOf } from './compose-funding';
import { payoutTools } from './compose-payout';
import type { Environment } from './environment';

/** The function `cashier`: what needs the payment provider while somebody waits for it. */
export function composeCashier(env: Environment, cloud: WxCloud) {
  return phoneFunction(cloud, () =>
    cashierApi({
      ...campaignTools(env, cloud),
      payoutOf: payoutTools(env, cloud),
      orders: orderGatewayOf(env, cloud),
    }),
  );
}
