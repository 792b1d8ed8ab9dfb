import { MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import { CHANNEL_RULES, isEntrySceneFit } from '../../../miniprogram/shared/channels';
import type { OpenPacket } from '../../../miniprogram/shared/contract/cashier';
import { failure, type Result, success } from '../../../miniprogram/shared/result';
import type { ShownClaim } from '../../domain/player-view';
import { isQuiet } from '../../domain/quiet-hours';
import type { ClaimRecord } from '../../domain/records';
import type { SendAnswer } from '../../ports/payout-gateway';
import { billAgrees, newRun, orderOf } from '../payout/send-claim';
import { sendNow } from '../payout/send-now';
import type { PayoutTools } from '../payout/tools';
import { billByNo } from '../stores/bills';
import { applyMove, enteredAgain } from '../stores/claims';
import { askProvider } from './ask-provider';
import { ownPacket, viewOf } from './own-packet';
import type { CashierTools } from './tools';

/**
 * WeChat's confirmation page is said to refuse an old package (信息有误), without a documented age.
 * A red packet's package never ages: it is the only way to it.
 */
const CONFIRMATION_PASS_LASTS_MS = 10 * MINUTE_MS;

/** A send leaves at most so long after it was noted; one whose slot comes later is given up. */
const LEAVES_WITHIN_MS = 8_000;

/** The provider does not take the same bill twice within a second, whoever sends it. */
const APART_MS = LEAVES_WITHIN_MS + 1_000;

/**
 * What a player's phone needs to open one packet on WeChat's own page. A packet that is owed is sent
 * at once. A pass that is missing or stale is asked for again with the same bill, which the provider
 * answers without paying again.
 *
 * `phoneCall` is null while there is nothing to open, and the packet says why. The first of these
 * that applies: NOT_FOUND, SCAN_TO_OPEN, PACKET_NOT_OPENABLE (this channel's packets open in the
 * official account), PROVIDER_UNAVAILABLE.
 */
export async function openPacket(
  tools: CashierTools,
  openid: string,
  request: { claimId: string; entryScene: number },
): Promise<Result<OpenPacket>> {
  const found = await ownPacket(tools, openid, request.claimId);
  if (!found.ok) return found;
  const { channel } = found.value;
  if (!isEntrySceneFit(channel, request.entryScene)) return failure('SCAN_TO_OPEN');
  if (CHANNEL_RULES[channel].takenBy === 'chat-message') return failure('PACKET_NOT_OPENABLE');

  const payout = tools.payoutOf(channel);
  const brought = await bringToPlayer(tools, payout, found.value, request.entryScene);
  if (!brought.ok) return brought;
  const claim = brought.value;
  if (claim.step !== 'SENT') return success({ packet: viewOf(tools, claim), phoneCall: null });
  return withPass(tools, payout, claim);
}

/** As far as this packet can be brought now: sent, when nothing stands in its way. */
async function bringToPlayer(
  tools: CashierTools,
  payout: PayoutTools,
  claim: ShownClaim,
  entryScene: number,
): Promise<Result<ShownClaim>> {
  if (claim.step === 'UNKNOWN') await askProvider(payout, claim);
  else if (claim.step === 'OWED') {
    const waiting =
      claim.waitsFor === 'scan'
        ? await enteredAgain(tools.documents, claim, entryScene, tools.clock())
        : claim;
    if (waiting && waiting.dueAtMs <= tools.clock()) await sendNow(payout, waiting);
  } else return success(claim);
  return ownPacket(tools, claim.openid, claim._id);
}

async function withPass(
  tools: CashierTools,
  payout: PayoutTools,
  claim: ShownClaim,
): Promise<Result<OpenPacket>> {
  const bill = claim.billNo === null ? null : await billByNo(tools.documents, claim.billNo);
  if (!billAgrees(bill, claim) || !payout.gateway.phoneCall) return failure('PACKET_NOT_OPENABLE');
  const order = orderOf(claim, bill);
  const pass = freshPassOf(claim, tools.clock()) ?? (await newPass(payout, claim));
  if (pass) {
    return success({
      packet: viewOf(tools, claim),
      phoneCall: payout.gateway.phoneCall(order, pass),
    });
  }
  // Another tap may have brought one; or the packet was taken meanwhile.
  const latest = await ownPacket(tools, claim.openid, claim._id);
  if (!latest.ok) return latest;
  const brought = latest.value.step === 'SENT' ? freshPassOf(latest.value, tools.clock()) : null;
  if (brought) {
    const packet = viewOf(tools, latest.value);
    return success({ packet, phoneCall: payout.gateway.phoneCall(order, brought) });
  }
  await askProvider(payout, latest.value);
  const asked = await ownPacket(tools, claim.openid, claim._id);
  if (!asked.ok) return asked;
  if (asked.value.step === 'SENT') return failure('PROVIDER_UNAVAILABLE');
  return success({ packet: viewOf(tools, asked.value), phoneCall: null });
}

function freshPassOf({ channel, pass, billNo }: ShownClaim, nowMs: number): string | null {
  if (pass === null || pass.billNo !== billNo) return null;
  const ages = CHANNEL_RULES[channel].takenBy === 'confirmation-page';
  return ages && nowMs - pass.atMs >= CONFIRMATION_PASS_LASTS_MS ? null : pass.value;
}

/**
 * The same bill once more, with the same particulars. Null: it could not be had now. Like every send it
 * keeps the night and the rate.
 */
async function newPass(payout: PayoutTools, claim: ShownClaim): Promise<string | null> {
  const { documents, clock, gateway, quietHours } = payout;
  const notedAtMs = clock();
  if (notedAtMs - claim.lastSentAtMs < APART_MS || isQuiet(quietHours, notedAtMs)) return null;
  const { dueAtMs } = claim;
  const again = await applyMove(documents, claim, 'SENT', {
    atMs: notedAtMs,
    cause: `${claim.billNo} asked for its pass`,
    dueAtMs,
    sending: true,
  });
  const bill = again?.billNo == null ? null : await billByNo(documents, again.billNo);
  if (!again || !billAgrees(bill, again)) return null;
  if (!(await newRun(payout).slots.next())) return null;
  const leavesAtMs = clock();
  if (leavesAtMs - notedAtMs > LEAVES_WITHIN_MS || isQuiet(quietHours, leavesAtMs)) return null;
  const answer = await gateway.send(orderOf(again, bill));
  if (answer.kind !== 'sent' || answer.pass === null) {
    reportNoPass(payout, again, answer);
    return null;
  }
  const cause = `${claim.billNo} has a new pass`;
  await applyMove(documents, again, 'SENT', { atMs: clock(), cause, dueAtMs, pass: answer.pass });
  return answer.pass;
}

function reportNoPass(
  { log }: PayoutTools,
  { _id: claimId, campaignId, billNo }: ClaimRecord,
  answer: SendAnswer,
): void {
  const fields = { claimId, campaignId, billNo, code: answer.kind === 'sent' ? '' : answer.code };
  const alert = answer.kind === 'unknown' ? answer.alert : undefined;
  if (alert) log.alert('payout.security', { ...fields, kind: alert });
  else log.warn('payout.no-pass', fields);
}
