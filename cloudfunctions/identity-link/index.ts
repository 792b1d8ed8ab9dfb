import sdk from 'wx-server-sdk';
import type { WxCloud } from '../../server/compose';
import { composeIdentityLink } from '../../server/compose-identity-link';

const cloud = sdk as unknown as WxCloud;
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });

export const main = composeIdentityLink(process.env, cloud);
