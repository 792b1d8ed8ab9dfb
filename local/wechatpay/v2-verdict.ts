import type { Settlement } from './bill';
import type { Bills } from './bills';
import type { Limits, Switches } from './limits';
import type { Numbers } from './numbers';
import type { Orders } from './orders/orders';
import type { RateWindow } from './rate';
import type { IsUserOf } from './users';
import type { Fields, XmlField } from './xml';

/** What a call may look at. */
export interface Shop {
  readonly mchId: string;
  readonly wxappid: string;
  readonly miniAppid: string;
  readonly bills: Bills;
  readonly orders: Orders;
  readonly balanceFen: () => number;
  readonly isUserOf: IsUserOf;
  readonly limits: Limits;
  readonly switches: () => Switches;
  readonly perSecond: RateWindow;
  readonly perMinute: RateWindow;
  /** Bill number → instant of the last send with it. */
  readonly lastSendAtMs: Map<string, number>;
  readonly numbers: Numbers;
  /** The `package` with which the mini program opens a new packet. */
  readonly packageOf: (listId: string) => string;
}

/**
 * The judgement of one call, before its effect. Judging and effect are apart, so that a planned
 * failure can answer for a payment that never happened, or hide one that did.
 */
export interface Verdict {
  readonly errCode: string;
  readonly errCodeDes: string;
  /** After return_code … err_code_des. */
  readonly fields: readonly XmlField[];
  readonly effect: () => void;
}

export type Judge = (shop: Shop, call: V2Call) => Verdict;

export interface V2Call {
  readonly fields: Fields;
  readonly atMs: number;
  /** Planned: how a packet accepted by this call stays SENDING and ends. */
  readonly settlement: Settlement | null;
}

/** Texts of the official error tables, for people; nobody may branch on them. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  SUCCESS: '发放成功',
  SYSTEMERROR: '请求已受理，请稍后使用原单号查询发放结果',
  PROCESSING: '请求已受理，请稍后使用原单号查询发放结果',
  SEND_FAILED: '红包发放失败,请更换单号再重试',
  NO_AUTH: '发放失败，此请求可能存在风险，已被微信拦截',
  SENDNUM_LIMIT: '该用户今日领取红包个数超过限制',
  RCVDAMOUNT_LIMIT: '该用户今日领取红包金额超过限制',
  SENDAMOUNT_LIMIT: '您的商户号今日发放金额超过限制',
  NOTENOUGH: '帐号余额不足，请到商户平台充值后再重试',
  FREQ_LIMIT: '超过频率限制,请稍后再试',
  SECOND_OVER_LIMITED: '企业红包的按分钟发放受限',
  DAY_OVER_LIMITED: '企业红包的按天日发放受限',
  TIME_LIMITED: '企业红包的发送时间受限',
  MONEY_LIMIT: '红包金额发放限制',
  FATAL_ERROR: 'openid和原始单参数不一致',
  PARAM_ERROR: '参数错误',
  ILLEGAL_APPID: '非法appid，请确认是否为公众号的appid，不能为APP的appid',
  OPENID_ERROR: 'openid和appid不匹配',
  CA_ERROR: 'CA证书出错，请登录微信支付商户平台下载证书',
  SIGN_ERROR: '签名错误',
  XML_ERROR: '输入xml参数格式错误',
  API_METHOD_CLOSED: '你的商户号API发放方式已关闭，请联系管理员在商户平台开启',
  NOT_FOUND: '指定单号数据不存在',
  ORDERPAID: '该订单已支付',
  ORDERCLOSED: '该订单已关闭',
  ORDERNOTEXIST: '订单不存在',
  OUT_TRADE_NO_USED: '商户订单号重复',
  APPID_MCHID_NOT_MATCH: 'appid和mch_id不匹配',
  ORDER_NOT_READY: '订单未支付，暂时无法退款',
  REFUND_FEE_MISMATCH: '订单金额或退款金额与之前请求不一致，请核实后再试',
  TRADE_OVERDUE: '订单已经超过可退款的最大期限',
  REFUNDNOTEXIST: '退款订单查询失败',
};

export function describe(errCode: string): string {
  return DESCRIPTIONS[errCode] ?? '系统繁忙,请稍后再试';
}

export function refusal(
  errCode: string,
  fields: readonly XmlField[],
  errCodeDes = describe(errCode),
): Verdict {
  return { errCode, errCodeDes, fields, effect: () => {} };
}
