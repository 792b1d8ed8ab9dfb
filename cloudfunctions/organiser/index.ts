import sdk from 'wx-server-sdk';
import type { WxCloud } from '../../server/compose';
import { composeOrganiser } from '../../server/compose-organiser';

const cloud = sdk as unknown as WxCloud;
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });

export const main = composeOrganiser(process.env, cloud);
