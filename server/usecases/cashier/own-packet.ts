import type { PacketView } from '../../../miniprogram/shared/contract/packet';
import { failure, type Result, success } from '../../../miniprogram/shared/result';
import { isShown, packetView, type ShownClaim } from '../../domain/player-view';
import { claimById } from '../stores/claims';
import type { Tools } from '../tools';

/** A packet of this player. NOT_FOUND also when it is somebody else's. */
export async function ownPacket(
  tools: Tools,
  openid: string,
  claimId: string,
): Promise<Result<ShownClaim>> {
  const claim = await claimById(tools.documents, claimId);
  return claim?.openid === openid && isShown(claim) ? success(claim) : failure('NOT_FOUND');
}

export function viewOf(tools: Tools, claim: ShownClaim): PacketView {
  return packetView(claim, tools.quietHours, tools.clock());
}
