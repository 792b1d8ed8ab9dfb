import type { MerchantTransferParams, SendBizRedPacketParams } from '../wechatpay';
import type { World } from '../world/world';
import { callAs, playerCall } from './calls';
import { officialOpenidOf, openidOf } from './phones';
import type { Answer } from './robot';

/** 群聊会话中的小程序消息卡片: a card in a group chat. */
export const GROUP_CARD = 1008;
/** 扫描小程序码. */
export const CODE_SCAN = 1047;

export interface Packet {
  readonly claimId: string;
  readonly campaignId: string;
  readonly amountFen: number;
  readonly channel: string;
  readonly payment: { readonly step: string; readonly waitsFor?: string };
}

/** Everything a player won in one campaign, as the player's own list shows it. */
export async function packetsOf(
  world: World,
  phoneId: string,
  campaignId: string,
): Promise<Packet[]> {
  const call = playerCall(world, phoneId);
  const packets: Packet[] = [];
  let cursor: string | null = null;
  do {
    const answer: Answer<unknown> = await call('my-packets', cursor ? { cursor } : {});
    if (!answer.ok) throw new Error(`a player may not see their packets: ${answer.failure.code}`);
    const page = answer.value as { rows: readonly Packet[]; nextCursor: string | null };
    packets.push(...page.rows);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return packets.filter((packet) => packet.campaignId === campaignId);
}

/** Opens the link page, as a player does who is asked to; the next look shows what came of it. */
export async function linkAccounts(world: World, phoneId: string): Promise<void> {
  const answer = await playerCall(world, phoneId)('link', {});
  if (!answer.ok) throw new Error(`a player may not link: ${answer.failure.code}`);
  const { url } = answer.value as { url: string | null };
  if (url !== null) await world.officialAccount.authorize(phoneId, url);
}

/** What a player does before an open packet. Only a transfer's page has a way to decline. */
export type Will = 'take' | 'decline' | 'leave';

/**
 * Takes a packet where its channel has put it: in the official account's chat, or on the page that
 * WeChat opens for the mini program.
 */
export async function takePacket(
  world: World,
  phoneId: string,
  { channel, claimId }: Packet,
  entryScene: number,
  will: Will,
): Promise<void> {
  if (channel === 'sendredpack') {
    if (will === 'take') openInChat(world, phoneId);
    return;
  }
  const opened = await cashier<{ phoneCall: PhoneCall | null }>(world, phoneId, 'open-packet', {
    claimId,
    entryScene,
  });
  if (!opened.ok || opened.value.phoneCall === null) return;
  actOnPage(world, phoneId, opened.value.phoneCall, entryScene, will);
  await cashier(world, phoneId, 'check-packet', { claimId });
}

/** What the cashier answers, in the words of the calls that WeChat judges. */
type PhoneCall =
  | ({ readonly kind: 'merchant-transfer' } & MerchantTransferParams)
  | ({ readonly kind: 'biz-red-packet' } & SendBizRedPacketParams);

/** WeChat judges the call first. One that it refuses leaves the packet as it is. */
function actOnPage(
  { sandbox }: World,
  phoneId: string,
  phoneCall: PhoneCall,
  entryScene: number,
  will: Will,
): void {
  const openid = openidOf(phoneId);
  if (phoneCall.kind === 'merchant-transfer') {
    const page = sandbox.phone.requestMerchantTransfer(phoneCall, openid);
    if (page.ok && will === 'take') sandbox.transfers.confirm(page.no);
    if (page.ok && will === 'decline') sandbox.transfers.decline(page.no);
    return;
  }
  const { kind, ...params } = phoneCall;
  const page = sandbox.phone.sendBizRedPacket(params, openid, entryScene);
  if (page.ok && will === 'take') sandbox.open(page.no);
}

function openInChat({ sandbox }: World, phoneId: string): void {
  const openid = officialOpenidOf(phoneId);
  for (const bill of sandbox.bills()) {
    if (bill.openid === openid && bill.status === 'SENT') sandbox.open(bill.billNo);
  }
}

async function cashier<Value>(
  world: World,
  phoneId: string,
  action: string,
  fields: Record<string, unknown>,
): Promise<Answer<Value>> {
  return (await callAs(world, 'cashier', phoneId, { action, ...fields })) as Answer<Value>;
}
