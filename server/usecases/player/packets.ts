import type { PacketView } from '../../../miniprogram/shared/contract/packet';
import type { MyPackets } from '../../../miniprogram/shared/contract/player';
import { failure, type Result, success } from '../../../miniprogram/shared/result';
import { isShown, packetView } from '../../domain/player-view';
import { claimById, claimsOfPlayer, monthsOf, takingOf } from '../stores/claims';
import { requestedCursor } from '../stores/newest-first';
import type { PlayerTools } from '../tools';
import { settleClaim } from './take-packets';

const ROWS = 20;

/** Everything this player ever won, newest first. INVALID for a cursor that is none of ours. */
export async function myPackets(
  tools: PlayerTools,
  openid: string,
  request: { cursor?: string | undefined },
): Promise<Result<MyPackets>> {
  const { documents, clock } = tools;
  const cursor = requestedCursor(request);
  if (!cursor.ok) return cursor;

  const leftBehind = await takingOf(documents, openid);
  await Promise.all(leftBehind.map((claim) => settleClaim(tools, claim)));
  const [page, months] = await Promise.all([
    claimsOfPlayer(documents, openid, { cursor: cursor.value, rows: ROWS }),
    monthsOf(documents, openid),
  ]);
  const nowMs = clock();
  return success({
    rows: page.rows.filter(isShown).map((claim) => packetView(claim, tools.quietHours, nowMs)),
    nextCursor: page.nextCursor,
    months,
  });
}

/** One packet of this player. NOT_FOUND also when it is somebody else's. */
export async function packet(
  tools: PlayerTools,
  openid: string,
  request: { claimId: string },
): Promise<Result<PacketView>> {
  const claim = await claimById(tools.documents, request.claimId);
  if (claim?.openid !== openid) return failure('NOT_FOUND');
  const settled = await settleClaim(tools, claim);
  if (!isShown(settled)) return failure('NOT_FOUND');
  return success(packetView(settled, tools.quietHours, tools.clock()));
}
