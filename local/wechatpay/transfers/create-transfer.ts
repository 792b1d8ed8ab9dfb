import { beijingRfc3339 } from '../beijing';
import { movedTransfer, type Transfer, type TransferOrder } from './transfer';
import { readTransferRequest } from './transfer-request';
import { type TransferShop, type V3Call, type V3Verdict, v3Refusal, v3Success } from './v3-verdict';

/**
 * 发起转账 (page 4012716434). The first of these that applies is answered:
 *
 *   1. FREQUENCY_LIMIT_EXCEED  over 100 a second, together with the queries
 *   2. PARAM_ERROR             a field is missing, too long or misshapen, the two report items are
 *                              not there, the amount is below 10 fen, or user_name is missing or
 *                              encrypted for somebody else
 *   3. NO_AUTH                 transfers or this scene are not open
 *   4. INVALID_REQUEST         appid, user_recv_perception, RED_PACKET above 200 yuan, amount
 *   5. for a known number: INVALID_REQUEST with other parameters, or its state today; a bill that
 *      waits for money is tried again; nothing is paid a second time
 *   6. INVALID_REQUEST         nobody has this openid under the appid
 *   7. NOT_ENOUGH, or PROCESSING when `lowBalance` is switched so
 *   8. a recipient whom risk control blocks: FAIL, TRANSFER_RISK
 */
export function createTransfer(shop: TransferShop, call: V3Call): V3Verdict {
  const { atMs } = call;
  if (!shop.calls.take(atMs)) return v3Refusal('FREQUENCY_LIMIT_EXCEED');
  const { platformSerial } = call;
  const { order, fault } = readTransferRequest(call.body, (text) =>
    platformSerial === null ? null : shop.decryptUserName(text, platformSerial),
  );
  if (fault) return v3Refusal(fault.code, fault.message);
  const refused = refusalOf(shop, order);
  if (refused) return refused;

  const known = shop.transfers.get(order.outBillNo);
  if (known) return answerAgain(shop, known, order, atMs);
  return answerNew(shop, order, call);
}

function refusalOf(shop: TransferShop, order: TransferOrder): V3Verdict | null {
  const { limits } = shop;
  const { apiClosed, transfersOpen } = shop.switches();
  if (order.amountFen < limits.transferFenMin) {
    return v3Refusal('PARAM_ERROR', `参数错误:transfer_amount不能小于${limits.transferFenMin}分`);
  }
  if (order.amountFen >= limits.transferNameFenMin && order.userName === null) {
    return v3Refusal('PARAM_ERROR', '参数错误:该金额需传入收款用户姓名');
  }
  if (apiClosed || !transfersOpen || order.sceneId !== SCENE_CASH_MARKETING) {
    return v3Refusal('NO_AUTH');
  }
  if (!shop.appids.includes(order.appid)) {
    return v3Refusal('INVALID_REQUEST', '商户号和appid没有绑定关系');
  }
  if (!PERCEPTIONS.includes(order.perception)) {
    return v3Refusal('INVALID_REQUEST', '暂不支持展示当前传入的用户收款感知');
  }
  const fenMax =
    order.style === 'RED_PACKET' ? limits.transferRedPacketFenMax : limits.transferFenMax;
  if (order.amountFen > fenMax) return v3Refusal('INVALID_REQUEST', '超过单笔转账上下限');
  return null;
}

/** 现金营销: the one scene of this merchant. */
const SCENE_CASH_MARKETING = '1000';
const PERCEPTIONS = ['活动奖励', '现金奖励'];

function answerAgain(
  shop: TransferShop,
  known: Transfer,
  order: TransferOrder,
  atMs: number,
): V3Verdict {
  if (!isSameOrder(known, order)) return v3Refusal('INVALID_REQUEST', '单号已存在但信息不一致');
  const waitsForMoney = known.state === 'PROCESSING' && !known.holdsMoney;
  if (waitsForMoney && shop.balanceFen() >= known.amountFen) {
    const step = { state: 'WAIT_USER_CONFIRM', atMs, failReason: null } as const;
    return accepted(shop, movedTransfer(known, step, shop.limits), atMs, true);
  }
  return accepted(shop, known, atMs, false);
}

function isSameOrder(known: Transfer, order: TransferOrder): boolean {
  const names = Object.keys(order) as (keyof TransferOrder)[];
  return names.every((name) => JSON.stringify(known[name]) === JSON.stringify(order[name]));
}

function answerNew(shop: TransferShop, order: TransferOrder, call: V3Call): V3Verdict {
  const { atMs, settlement } = call;
  const { noAuthOpenids, lowBalance } = shop.switches();
  if (!shop.isUserOf(order.openid, order.appid)) {
    return v3Refusal('INVALID_REQUEST', 'openid与appid不匹配');
  }
  const created: Transfer = {
    ...order,
    transferBillNo: shop.newTransferBillNo(atMs),
    state: 'ACCEPTED',
    failReason: null,
    holdsMoney: false,
    createdAtMs: atMs,
    updatedAtMs: atMs,
    due: null,
  };
  const open = (state: Transfer['state'], failReason: string | null = null) =>
    movedTransfer(created, { state, atMs, failReason }, shop.limits);

  if (shop.balanceFen() < order.amountFen) {
    if (lowBalance === 'NOT_ENOUGH') return v3Refusal('NOT_ENOUGH');
    return accepted(shop, open('PROCESSING'), atMs, true);
  }
  if (noAuthOpenids.includes(order.openid)) {
    return accepted(shop, open('FAIL', 'TRANSFER_RISK'), atMs, true);
  }
  if (settlement) {
    const { opening, due } = settlement;
    return accepted(shop, { ...open(opening), holdsMoney: true, due }, atMs, true);
  }
  return accepted(shop, open('WAIT_USER_CONFIRM'), atMs, true);
}

function accepted(
  shop: TransferShop,
  transfer: Transfer,
  atMs: number,
  isNewState: boolean,
): V3Verdict {
  const { outBillNo, transferBillNo, state, failReason } = transfer;
  const body = {
    out_bill_no: outBillNo,
    transfer_bill_no: transferBillNo,
    create_time: beijingRfc3339(transfer.createdAtMs),
    state,
    ...(failReason !== null && { fail_reason: failReason }),
    ...(state === 'WAIT_USER_CONFIRM' && { package_info: shop.packageInfo(outBillNo, atMs) }),
  };
  return v3Success(body, () => {
    if (isNewState) shop.transfers.put(transfer);
  });
}
