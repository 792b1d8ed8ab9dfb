import { jsonLog } from './adapters/system/json-log';
import { systemClock, systemSleep } from './adapters/system/time';
import type { Environment } from './adapters/wechatpay/settings';
import { wxCloudDocuments } from './adapters/wx-cloud/documents';
import { isTimerCall } from './api/timer-call';
import type { WxCloud } from './compose';
import { billQuery } from './compose-payout';
import { type AuditSummary, auditDue } from './usecases/audit/audit-due';
import { knownRecords } from './usecases/stores/known-records';

/** The function may run for 60 seconds; a page that has begun ends, also when nobody answers. */
const RUN_MS = 20_000;

/** The function `auditor`. Only the platform's timer may run it; anybody else is refused. */
export function auditor(env: Environment, cloud: WxCloud) {
  const log = jsonLog(systemClock);
  const isConfigured = Boolean(env['WECHATPAY_MCH_ID']);
  const tools = {
    documents: knownRecords(wxCloudDocuments(cloud.database())),
    clock: systemClock,
    sleep: systemSleep,
    log,
    queryBill: isConfigured ? billQuery(env, cloud) : null,
  };
  return async (event: unknown): Promise<AuditSummary | { readonly refused: 'FORBIDDEN' }> => {
    if (!isTimerCall(event, cloud.getWXContext())) {
      log.warn('audit.refused-caller');
      return { refused: 'FORBIDDEN' };
    }
    return auditDue(tools, RUN_MS);
  };
}
