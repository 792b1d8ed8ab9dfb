import sdk from 'wx-server-sdk';
import type { WxCloud } from '../../server/compose';
import { composeCashier } from '../../server/compose-cashier';

const cloud = sdk as unknown as WxCloud;
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });

export const main = composeCashier(process.env, cloud);
