import sdk from 'wx-server-sdk';
import type { WxCloud } from '../../server/compose';
import { paymentCallback } from '../../server/compose-funding';

const cloud = sdk as unknown as WxCloud;
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });

export const main = paymentCallback(process.env, cloud);
