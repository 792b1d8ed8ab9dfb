import sdk from 'wx-server-sdk';
import { composePlayer, type WxCloud } from '../../server/compose';

const cloud = sdk as unknown as WxCloud;
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });

export const main = composePlayer(process.env, cloud);
