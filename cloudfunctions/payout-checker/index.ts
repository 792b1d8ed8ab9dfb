import sdk from 'wx-server-sdk';
import type { WxCloud } from '../../server/compose';
import { payoutChecker } from '../../server/compose-payout';

const cloud = sdk as unknown as WxCloud;
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });

export const main = payoutChecker(process.env, cloud);
