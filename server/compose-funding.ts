import { jsonLog } from './adapters/system/json-log';
import { systemRandomBytes } from './adapters/system/random';
import { systemClock } from './adapters/system/time';
import { missingForTransferBills } from './adapters/wechatpay/channels/transfer-bills/missing';
import { orderGateway } from './adapters/wechatpay/orders/gateway';
import {
  missingForOrders,
  orderMerchantOf,
  orderSettingsOf,
} from './adapters/wechatpay/orders/merchant';
import { orderNoticeOpener } from './adapters/wechatpay/orders/order-notice';
import { refundNoticeOpener } from './adapters/wechatpay/orders/refund-notice';
import { unconfiguredOrders } from './adapters/wechatpay/orders/unconfigured';
import type { Environment } from './adapters/wechatpay/settings';
import { transferNoticeOpener } from './adapters/wechatpay/v3/notification';
import { wxCloudDocuments } from './adapters/wx-cloud/documents';
import { wxCloudFiles } from './adapters/wx-cloud/files';
import { paymentCallback as callbackApi, type NoticeDesks } from './api/payment-callback';
import { isTimerCall } from './api/timer-call';
import type { WxCloud } from './compose';
import type { Files } from './ports/files';
import type { OrderGateway } from './ports/order-gateway';
import { type KeptFunding, keepFunding } from './usecases/funding/keep-funding';
import { recordOrderNotice, recordRefundNotice } from './usecases/funding/notices';
import type { FundingBooksTools, FundingTools } from './usecases/funding/tools';
import { recordTransferNotice } from './usecases/payout/record-notice';
import { knownRecords } from './usecases/stores/known-records';

/** One call of the provider, at most. */
const CALL_DEADLINE_MS = 8_000;

/** The keeper may run for 60 seconds: what is begun at the end still gets its call and its record. */
const RUN_MS = 35_000;

const log = jsonLog(systemClock);

/**
 * Orders at the provider, for functions that take money in or give it back. Throws when a value
 * cannot be meant; while one is missing, every question stays unanswered and names it.
 */
export function orderGatewayOf(env: Environment, cloud: WxCloud): OrderGateway {
  const [missing] = missingForOrders(env);
  if (missing !== undefined) return unconfiguredOrders(missing);
  return orderGateway({
    ...orderSettingsOf(env),
    files: wxCloudFiles(cloud, log),
    clock: systemClock,
    randomBytes: systemRandomBytes,
    deadlineMs: CALL_DEADLINE_MS,
  });
}

/** The function `funding-keeper`. Only the platform's timer may run it; others hear FORBIDDEN. */
export function fundingKeeper(env: Environment, cloud: WxCloud) {
  const tools: FundingTools = { ...booksTools(cloud), orders: orderGatewayOf(env, cloud) };
  return async (event: unknown): Promise<KeptFunding | { readonly refused: 'FORBIDDEN' }> => {
    if (isTimerCall(event, cloud.getWXContext())) return keepFunding(tools, RUN_MS);
    log.warn('funding.refused-caller');
    return { refused: 'FORBIDDEN' };
  };
}

/** The function `payment-callback`, which the provider reaches over the platform's HTTP access. */
export function paymentCallback(env: Environment, cloud: WxCloud) {
  return callbackApi(noticeDesks(env, booksTools(cloud), wxCloudFiles(cloud, log)), log);
}

/** What each path leads to; null where the settings for it are missing. */
export function noticeDesks(env: Environment, books: FundingBooksTools, files: Files): NoticeDesks {
  return { ...orderDesks(env, books), transfer: transferDesk(env, books, files) };
}

function orderDesks(
  env: Environment,
  books: FundingBooksTools,
): Pick<NoticeDesks, 'order' | 'refund'> {
  if (missingForOrders(env).length > 0) return { order: null, refund: null };
  const merchant = orderMerchantOf(env);
  const openOrder = orderNoticeOpener(merchant);
  const openRefund = refundNoticeOpener(merchant);
  return {
    order: async (raw) => {
      const opened = openOrder(raw);
      return opened.kind === 'notice' ? recordOrderNotice(books, opened) : opened;
    },
    refund: async (raw) => {
      const opened = openRefund(raw);
      return opened.kind === 'notice' ? recordRefundNotice(books, opened) : opened;
    },
  };
}

/** Only where this deployment pays by transfers. */
function transferDesk(
  env: Environment,
  books: FundingBooksTools,
  files: Files,
): NoticeDesks['transfer'] {
  if (missingForTransferBills(env).length > 0) return null;
  const open = transferNoticeOpener(env, { files, clock: books.clock });
  return async (raw) => {
    const opened = await open(raw);
    return opened.kind === 'notice' ? recordTransferNotice(books, opened) : opened;
  };
}

function booksTools(cloud: WxCloud): FundingBooksTools {
  return {
    documents: knownRecords(wxCloudDocuments(cloud.database())),
    clock: systemClock,
    randomBytes: systemRandomBytes,
    log,
  };
}
