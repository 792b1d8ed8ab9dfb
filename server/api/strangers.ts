import { beijingDay } from '../../miniprogram/shared/beijing-time';
import { addAuditEntry } from '../usecases/stores/audit';
import type { Tools } from '../usecases/tools';

/**
 * Whether the caller is no organiser. One entry in the trail for each stranger and day, so that
 * knocking often fills nothing.
 */
export async function refuseStranger(
  tools: Tools,
  openid: string,
  action: string,
): Promise<boolean> {
  if (tools.isOwner(openid)) return false;
  const who = tools.names.playerCode(openid);
  const atMs = tools.clock();
  tools.log.warn('organiser.forbidden', { playerCode: who, action });
  await addAuditEntry(tools.documents, {
    id: `forbidden.${beijingDay(atMs)}.${who}`,
    campaignId: '',
    atMs,
    who,
    action: `forbidden: ${action}`,
    before: null,
    after: null,
  });
  return true;
}
