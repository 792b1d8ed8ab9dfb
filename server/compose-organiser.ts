import { PAYOUT_CHANNELS } from '../miniprogram/shared/channels';
import { sha256OfHex } from './adapters/crypto/fingerprint';
import { jsonLog } from './adapters/system/json-log';
import { systemClock } from './adapters/system/time';
import { MISSING_SETTINGS } from './adapters/wechatpay/channels/readiness';
import { wxCloudFileStorage } from './adapters/wx-cloud/files';
import { wxCloudTextCheck } from './adapters/wx-cloud/text-check';
import { organiserApi } from './api/organiser-api';
import { campaignTools, phoneFunction, type WxCloud } from './compose';
import { billQuery } from './compose-payout';
import { type Environment, readCampaignEnvironment } from './environment';

/** The function `organiser`. It may ask the provider about a bill, for held payouts; it never sends. */
export function composeOrganiser(env: Environment, cloud: WxCloud) {
  return phoneFunction(cloud, () =>
    organiserApi({
      ...campaignTools(env, cloud),
      textCheck: wxCloudTextCheck(cloud.openapi, jsonLog(systemClock)),
      fingerprint: sha256OfHex,
      files: wxCloudFileStorage(cloud, jsonLog(systemClock)),
      isFinance: (openid) => readCampaignEnvironment(env).financeOpenids.has(openid),
      queryBill: billQuery(env, cloud),
      channelReadiness: () =>
        PAYOUT_CHANNELS.map((channel) => ({ channel, missing: MISSING_SETTINGS[channel](env) })),
    }),
  );
}
