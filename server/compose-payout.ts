import { jsonLog } from './adapters/system/json-log';
import { systemRandomBytes } from './adapters/system/random';
import { systemClock, systemSleep } from './adapters/system/time';
import { sendRedPackGateway } from './adapters/wechatpay/gateway';
import { type Environment, quietHoursOf, readSettings } from './adapters/wechatpay/settings';
import { unconfiguredGateway } from './adapters/wechatpay/unconfigured';
import { wxCloudDocuments } from './adapters/wx-cloud/documents';
import { wxCloudFiles } from './adapters/wx-cloud/files';
import { isTimerCall } from './api/timer-call';
import type { WxCloud } from './compose';
import { PROVIDER_DAILY_LIMITS, PROVIDER_RATE } from './domain/send-budget';
import type { PayoutGateway } from './ports/payout-gateway';
import { checkSent } from './usecases/payout/check-sent';
import { sendOwed } from './usecases/payout/send-owed';
import type { PayoutTools } from './usecases/payout/tools';
import { knownRecords } from './usecases/stores/known-records';

/** One call of the provider, at most. */
const CALL_DEADLINE_MS = 8_000;

/** The functions may run for 60 seconds: what is begun at the end still gets slot, call and record. */
const RUN_MS = 42_000;

/** The function `payout-sender`. Only the platform's timer may run it; others hear FORBIDDEN. */
export function payoutSender(env: Environment, cloud: WxCloud) {
  return timerFunction(cloud, composePayout(env, cloud), sendOwed);
}

/** The function `payout-checker`; the same rule. */
export function payoutChecker(env: Environment, cloud: WxCloud) {
  return timerFunction(cloud, composePayout(env, cloud), checkSent);
}

/**
 * What the provider's record says about a bill, for functions that never send. Settings are read and
 * the connection is opened by the first question, so that an organiser's page needs neither.
 */
export function billQuery(env: Environment, cloud: WxCloud): PayoutGateway['query'] {
  let gateway: PayoutGateway | null = null;
  return (order) => {
    gateway ??= gatewayOf(cloud, readSettings(env), jsonLog(systemClock));
    return gateway.query(order);
  };
}

/** Throws when the environment cannot be meant: a sandbox in production, a malformed number. */
function composePayout(env: Environment, cloud: WxCloud): PayoutTools {
  const log = jsonLog(systemClock);
  const reading = readSettings(env);
  return {
    documents: knownRecords(wxCloudDocuments(cloud.database())),
    gateway: gatewayOf(cloud, reading, log),
    clock: systemClock,
    sleep: systemSleep,
    randomBytes: systemRandomBytes,
    log,
    mchId: reading.ok ? reading.settings.merchant.mchId : '',
    rate: PROVIDER_RATE,
    dailyLimits: PROVIDER_DAILY_LIMITS,
    quietHours: quietHoursOf(env['WECHATPAY_QUIET_HOURS']),
    runMs: RUN_MS,
  };
}

function gatewayOf(
  cloud: WxCloud,
  reading: ReturnType<typeof readSettings>,
  log: PayoutTools['log'],
): PayoutGateway {
  if (!reading.ok) return unconfiguredGateway(reading.missing);
  const { merchant, certificate, baseUrl } = reading.settings;
  return sendRedPackGateway({
    merchant,
    certificate,
    baseUrl,
    files: wxCloudFiles(cloud, log),
    clock: systemClock,
    randomBytes: systemRandomBytes,
    deadlineMs: CALL_DEADLINE_MS,
  });
}

function timerFunction<Summary>(
  cloud: WxCloud,
  tools: PayoutTools,
  run: (tools: PayoutTools) => Promise<Summary>,
) {
  return async function main(event: unknown) {
    if (!isTimerCall(event, cloud.getWXContext())) {
      tools.log.warn('payout.refused-caller');
      const serverNowMs = tools.clock();
      return { ok: false, serverNowMs, failure: { code: 'FORBIDDEN' } } as const;
    }
    return { ok: true, serverNowMs: tools.clock(), value: await run(tools) } as const;
  };
}
