import sdk from 'wx-server-sdk';
import type { WxCloud } from '../../server/compose';
import { auditor } from '../../server/compose-audit';

const cloud = sdk as unknown as WxCloud;
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });

export const main = auditor(process.env, cloud);
