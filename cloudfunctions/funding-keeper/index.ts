import sdk from 'wx-server-sdk';
import type { WxCloud } from '../../server/compose';
import { fundingKeeper } from '../../server/compose-funding';

const cloud = sdk as unknown as WxCloud;
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });

export const main = fundingKeeper(process.env, cloud);
