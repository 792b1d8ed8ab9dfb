import type { PacketView } from '../../../miniprogram/shared/contract/packet';
import { type Result, success } from '../../../miniprogram/shared/result';
import type { ClaimStep } from '../../domain/records';
import { askProvider } from './ask-provider';
import { ownPacket, viewOf } from './own-packet';
import type { CashierTools } from './tools';

/** Where the provider knows more than we do. */
const WORTH_ASKING: ReadonlySet<ClaimStep> = new Set(['SENT', 'UNKNOWN']);

/**
 * What came of a packet whose page was just closed: the phone's word about it proves nothing, so the
 * provider is asked. NOT_FOUND.
 */
export async function checkPacket(
  tools: CashierTools,
  openid: string,
  request: { claimId: string },
): Promise<Result<PacketView>> {
  const found = await ownPacket(tools, openid, request.claimId);
  if (!found.ok) return found;
  const claim = found.value;
  if (!WORTH_ASKING.has(claim.step)) return success(viewOf(tools, claim));
  await askProvider(tools.payoutOf(claim.channel), claim);
  const asked = await ownPacket(tools, openid, claim._id);
  return asked.ok ? success(viewOf(tools, asked.value)) : asked;
}
