import { CHANNEL_RULES, PAYOUT_CHANNELS, type PayoutChannel } from '../miniprogram/shared/channels';
import { jsonLog } from './adapters/system/json-log';
import { systemRandomBytes } from './adapters/system/random';
import { systemClock, systemSleep } from './adapters/system/time';
import { CHANNEL_ADAPTERS } from './adapters/wechatpay/channels';
import { type Environment, quietHoursOf } from './adapters/wechatpay/settings';
import { unconfiguredGateway } from './adapters/wechatpay/unconfigured';
import { wxCloudDocuments } from './adapters/wx-cloud/documents';
import { wxCloudFiles } from './adapters/wx-cloud/files';
import { isTimerCall } from './api/timer-call';
import type { WxCloud } from './compose';
import type { PayoutGateway } from './ports/payout-gateway';
import { checkSent } from './usecases/payout/check-sent';
import { type ChannelWorker, everyChannel } from './usecases/payout/every-channel';
import { sendOwed } from './usecases/payout/send-owed';
import type { PayoutTools } from './usecases/payout/tools';
import { knownRecords } from './usecases/stores/known-records';

/** One call of the provider, at most. */
const CALL_DEADLINE_MS = 8_000;

/** The functions may run for 60 seconds: what is begun at the end still gets slot, call and record. */
const RUN_MS = 42_000;

const log = jsonLog(systemClock);

/** The function `payout-sender`. Only the platform's timer may run it; others hear FORBIDDEN. */
export function payoutSender(env: Environment, cloud: WxCloud) {
  return timerFunction(cloud, channelWorkers(env, cloud), sendOwed);
}

/** The function `payout-checker`; the same rule. */
export function payoutChecker(env: Environment, cloud: WxCloud) {
  return timerFunction(cloud, channelWorkers(env, cloud), checkSent);
}

/**
 * What the provider's record says about a bill, for functions that never send. A channel is opened
 * by the first question about it, so that an organiser's page needs none.
 */
export function billQuery(env: Environment, cloud: WxCloud): PayoutGateway['query'] {
  const gateways = channelGateways(env, cloud);
  return (order) => gateways(order.channel).query(order);
}

/** Everything that pays through one channel; opened when it is first asked for. */
export function payoutTools(
  env: Environment,
  cloud: WxCloud,
): (channel: PayoutChannel) => PayoutTools {
  const gateways = channelGateways(env, cloud);
  const documents = knownRecords(wxCloudDocuments(cloud.database()));
  const quietHours = quietHoursOf(env['WECHATPAY_QUIET_HOURS']);
  return (channel) => ({
    channel,
    documents,
    gateway: gateways(channel),
    clock: systemClock,
    sleep: systemSleep,
    randomBytes: systemRandomBytes,
    log,
    mchId: env['WECHATPAY_MCH_ID'] ?? '',
    rate: CHANNEL_ADAPTERS[channel].rate,
    dailyLimits: CHANNEL_ADAPTERS[channel].dailyLimits,
    quietHours: CHANNEL_RULES[channel].keepsQuietHours ? quietHours : null,
    runMs: RUN_MS,
  });
}

/** Throws when the environment cannot be meant: a sandbox in production, a malformed number. */
function channelWorkers(env: Environment, cloud: WxCloud): readonly ChannelWorker[] {
  const toolsOf = payoutTools(env, cloud);
  return PAYOUT_CHANNELS.map((channel) => ({
    tools: toolsOf(channel),
    isSetUp: CHANNEL_ADAPTERS[channel].missing(env).length === 0,
  }));
}

function channelGateways(
  env: Environment,
  cloud: WxCloud,
): (channel: PayoutChannel) => PayoutGateway {
  const opened = new Map<PayoutChannel, PayoutGateway>();
  const tools = {
    files: wxCloudFiles(cloud, log),
    clock: systemClock,
    randomBytes: systemRandomBytes,
    deadlineMs: CALL_DEADLINE_MS,
  };
  return (channel) => {
    const known = opened.get(channel);
    if (known) return known;
    const adapter = CHANNEL_ADAPTERS[channel];
    const [missing] = adapter.missing(env);
    const gateway = missing === undefined ? adapter.open(env, tools) : unconfiguredGateway(missing);
    opened.set(channel, gateway);
    return gateway;
  };
}

function timerFunction<Summary>(
  cloud: WxCloud,
  workers: readonly ChannelWorker[],
  run: (tools: PayoutTools) => Promise<Summary>,
) {
  return async function main(event: unknown) {
    const serverNowMs = systemClock();
    if (!isTimerCall(event, cloud.getWXContext())) {
      log.warn('payout.refused-caller');
      return { ok: false, serverNowMs, failure: { code: 'FORBIDDEN' } } as const;
    }
    return { ok: true, serverNowMs, value: await everyChannel(workers, run) } as const;
  };
}
