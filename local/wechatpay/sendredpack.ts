import { isNight } from './beijing';
import type { Bill, NewBill } from './bill';
import {
  type FieldRule,
  fieldFault,
  SEND_MINI_PROGRAM_HB_FIELDS,
  SEND_RED_PACK_FIELDS,
} from './v2-fields';
import { refusal, type Shop, type V2Call, type Verdict } from './v2-verdict';
import type { Fields, XmlField } from './xml';

/**
 * 现金红包 (page 4011974053). The first of these that applies is answered:
 *
 *    1. PARAM_ERROR        a field is missing, too long or misshapen
 *    2. API_METHOD_CLOSED
 *    3. ILLEGAL_APPID
 *    4. FREQ_LIMIT         the same number within a second, over 30 a second, over 1800 a minute
 *    5. for a known number: FATAL_ERROR (other openid), PARAM_ERROR (other amount), SEND_FAILED,
 *       PROCESSING, or the first answer again; nothing is paid a second time
 *    6. TIME_LIMITED       the night window, when it is on
 *    7. PARAM_ERROR        a scene_id that is not open; MONEY_LIMIT
 *    8. OPENID_ERROR, NO_AUTH
 *    9. SENDNUM_LIMIT, RCVDAMOUNT_LIMIT, SENDAMOUNT_LIMIT
 *   10. NOTENOUGH
 */
export function sendRedPack(shop: Shop, call: V2Call): Verdict {
  return send(shop, call, { fields: SEND_RED_PACK_FIELDS, appid: shop.wxappid, hasPackage: false });
}

/**
 * 小程序红包 (page 4011941282): the same rules, for the mini program's appid and players. The answer
 * adds `package`, which opens the packet. Both products share numbers, rates and limits.
 */
export function sendMiniProgramHb(shop: Shop, call: V2Call): Verdict {
  const { miniAppid: appid } = shop;
  return send(shop, call, { fields: SEND_MINI_PROGRAM_HB_FIELDS, appid, hasPackage: true });
}

interface Product {
  readonly fields: readonly FieldRule[];
  readonly appid: string;
  readonly hasPackage: boolean;
}

function send(shop: Shop, call: V2Call, product: Product): Verdict {
  const { fields, atMs } = call;
  const echo = echoOf(fields);
  const fault = fieldFault(fields, product.fields);
  if (fault) return refusal('PARAM_ERROR', echo, fault);
  if (shop.switches().apiClosed) return refusal('API_METHOD_CLOSED', echo);
  if (textOf(fields, 'wxappid') !== product.appid) return refusal('ILLEGAL_APPID', echo);
  if (!withinRate(shop, textOf(fields, 'mch_billno'), atMs)) return refusal('FREQ_LIMIT', echo);

  const order = orderOf(shop, call, product);
  const known = shop.bills.get(order.billNo);
  if (known) return answerAgain(known, order, echo);

  const limit = limitOf(shop, order, call, product);
  if (limit) return refusal(limit.errCode, echo, limit.errCodeDes);
  return answerNew(shop, order, echo);
}

/** Counts the call; a call that is refused here is not counted. */
function withinRate(shop: Shop, billNo: string, atMs: number): boolean {
  const lastAtMs = shop.lastSendAtMs.get(billNo);
  const tooSoon =
    lastAtMs !== undefined && atMs >= lastAtMs && atMs - lastAtMs < shop.limits.sameBillGapMs;
  if (tooSoon || !shop.perSecond.hasRoom(atMs) || !shop.perMinute.hasRoom(atMs)) return false;
  shop.lastSendAtMs.set(billNo, atMs);
  shop.perSecond.add(atMs);
  shop.perMinute.add(atMs);
  return true;
}

function answerAgain(known: Bill, order: NewBill, echo: readonly XmlField[]): Verdict {
  if (known.openid !== order.openid) return refusal('FATAL_ERROR', echo);
  if ((known.package === undefined) !== (order.package === undefined)) {
    return refusal('PARAM_ERROR', echo, '该单号已用于另一种红包');
  }
  if (known.amountFen !== order.amountFen) {
    return refusal('PARAM_ERROR', echo, '金额和原始单参数不一致');
  }
  if (known.status === 'FAILED') return refusal('SEND_FAILED', echo);
  if (known.status === 'SENDING' && known.settlement?.answer === 'PROCESSING') {
    return refusal('PROCESSING', echo);
  }
  return sent(known, echo, () => {});
}

function answerNew(shop: Shop, order: NewBill, echo: readonly XmlField[]): Verdict {
  const effect = () => shop.bills.accept(order);
  if (order.settlement?.answer === 'PROCESSING') return { ...refusal('PROCESSING', echo), effect };
  return sent(order, echo, effect);
}

function sent(order: NewBill, echo: readonly XmlField[], effect: () => void): Verdict {
  const toOpen: XmlField[] = order.package === undefined ? [] : [['package', order.package]];
  return {
    errCode: 'SUCCESS',
    errCodeDes: '发放成功',
    fields: [...echo, ['send_listid', order.listId], ...toOpen],
    effect,
  };
}

interface Limit {
  readonly errCode: string;
  readonly errCodeDes?: string;
}

function limitOf(shop: Shop, order: NewBill, { fields }: V2Call, { appid }: Product): Limit | null {
  const { limits, bills } = shop;
  const { quietHours, scenes, noAuthOpenids } = shop.switches();
  const { amountFen, openid, acceptedAtMs: atMs } = order;
  if (quietHours && isNight(atMs)) return { errCode: 'TIME_LIMITED' };

  const sceneId = fields.get('scene_id') ?? '';
  if (sceneId !== '' && !scenes.includes(sceneId)) {
    return { errCode: 'PARAM_ERROR', errCodeDes: '参数错误：该场景未开通' };
  }
  const amountFenMin = sceneId === '' ? limits.amountFenMin : limits.sceneAmountFenMin;
  const amountFenMax = sceneId === '' ? limits.amountFenMax : limits.sceneAmountFenMax;
  if (amountFen < amountFenMin || amountFen > amountFenMax) return { errCode: 'MONEY_LIMIT' };

  if (!shop.isUserOf(openid, appid)) return { errCode: 'OPENID_ERROR' };
  if (noAuthOpenids.includes(openid)) return { errCode: 'NO_AUTH' };

  const player = bills.sentOnDay(atMs, openid);
  if (player.packets >= limits.packetsPerPlayerDay) return { errCode: 'SENDNUM_LIMIT' };
  if (player.amountFen + amountFen > limits.amountFenPerPlayerDay) {
    return { errCode: 'RCVDAMOUNT_LIMIT' };
  }
  if (bills.sentOnDay(atMs, null).amountFen + amountFen > limits.amountFenPerMerchantDay) {
    return { errCode: 'SENDAMOUNT_LIMIT' };
  }
  if (shop.balanceFen() < amountFen) return { errCode: 'NOTENOUGH' };
  return null;
}

function orderOf(shop: Shop, { fields, atMs, settlement }: V2Call, product: Product): NewBill {
  const listId = shop.numbers.listId(atMs);
  return {
    billNo: textOf(fields, 'mch_billno'),
    listId,
    ...(product.hasPackage && { package: shop.packageOf(listId) }),
    openid: textOf(fields, 're_openid'),
    amountFen: Number(textOf(fields, 'total_amount')),
    sendName: textOf(fields, 'send_name'),
    wishing: textOf(fields, 'wishing'),
    actName: textOf(fields, 'act_name'),
    remark: textOf(fields, 'remark'),
    acceptedAtMs: atMs,
    settlement,
  };
}

/** What the answer repeats of the request, refused or not. */
function echoOf(fields: Fields): XmlField[] {
  return ['mch_billno', 'mch_id', 'wxappid', 're_openid', 'total_amount'].flatMap((name) => {
    const value = fields.get(name) ?? '';
    if (value === '') return [];
    return [[name, name === 'total_amount' && /^\d{1,15}$/.test(value) ? Number(value) : value]];
  });
}

function textOf(fields: Fields, name: string): string {
  return fields.get(name) ?? '';
}
