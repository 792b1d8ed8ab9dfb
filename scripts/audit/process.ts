/** The process that holds the audited world; started by `scripts/audit.ts`. */
import { resolve } from 'node:path';
import { sdkEnvironment } from '../../local/cloud/functions/environment';
import { USAGE_EXIT_CODE } from '../../local/command-line';
import { stopWithParent } from '../../local/world/launch';
import { startWorld, type World } from '../../local/world/world';
import { jsonLog } from '../../server/adapters/system/json-log';
import { systemSleep } from '../../server/adapters/system/time';
import { wxCloudDocuments } from '../../server/adapters/wx-cloud/documents';
import type { WxCloud } from '../../server/compose';
import { billQuery } from '../../server/compose-payout';
import type { AuditReportRecord, CampaignRecord } from '../../server/domain/records';
import { auditCampaign } from '../../server/usecases/audit/audit-campaign';
import { printableAudit } from './report';

interface Order {
  readonly dataFolder: string;
  readonly campaignId: string | null;
  readonly json: boolean;
}

async function main(order: Order): Promise<number> {
  const world = await startWorld({
    dataFolder: order.dataFolder,
    functionsFolder: resolve('dist/cloudfunctions'),
    workers: 1,
    timers: 'by-hand',
  });
  stopWithParent(() => world.close());
  try {
    return await auditIn(world, order);
  } finally {
    await world.close();
  }
}

/** The auditor's own use case, over the real SDK and the sandbox's HTTPS, as the function runs it. */
async function auditIn(world: World, { campaignId, json }: Order): Promise<number> {
  const env = { ...world.functionEnv, ...sdkEnvironment(world.cloud.adminUrl), SILENCE: 'true' };
  Object.assign(process.env, env);
  const sdk = await import('wx-server-sdk');
  const cloud = ('default' in sdk ? sdk.default : sdk) as unknown as WxCloud;
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });
  const documents = wxCloudDocuments(cloud.database());
  const campaign =
    campaignId === null ? null : await documents.get<CampaignRecord>('campaigns', campaignId);
  if (!campaign || campaign.seed === null) {
    console.error(`${campaignId ?? 'no campaign id'}: not a published campaign. There are:`);
    const all = await documents.find<CampaignRecord>('campaigns', {}, { limit: 100 });
    for (const { _id, state, draft } of all) console.error(`  ${_id}  ${state}  ${draft.title}`);
    return USAGE_EXIT_CODE;
  }
  const report: AuditReportRecord | null = await auditCampaign(
    {
      documents,
      clock: world.clock.now,
      sleep: systemSleep,
      log: jsonLog(world.clock.now),
      queryBill: billQuery(env, cloud),
    },
    campaign._id,
    Number.MAX_SAFE_INTEGER,
  );
  if (!report) throw new Error('another audit went on with this report');
  console.log(
    json ? JSON.stringify(report, null, 2) : printableAudit(campaign.draft.title, report),
  );
  return report.differenceCount === 0 ? 0 : 1;
}

main(JSON.parse(process.argv[2] as string) as Order).then(
  (exitCode) => process.exit(exitCode),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
