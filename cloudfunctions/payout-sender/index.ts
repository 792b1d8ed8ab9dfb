import cloud from 'wx-server-sdk';
import { payoutSender } from '../../server/compose-payout';

// The SDK's types forget that its own constant is a symbol.
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV as unknown as string });

export const main = payoutSender(cloud, process.env);
