import type { Delivery, DeliveryReply } from '../../../local/wechatpay/callbacks/callback';
import type { CashierApi } from '../../../miniprogram/shared/contract/cashier';
import type { Reply } from '../../../miniprogram/shared/contract/reply';
import { orderGateway } from '../../../server/adapters/wechatpay/orders/gateway';
import { orderSettingsOf } from '../../../server/adapters/wechatpay/orders/merchant';
import type { GatewayTools } from '../../../server/adapters/wechatpay/tools';
import { cashierApi } from '../../../server/api/cashier-api';
import { type NoticeDesks, paymentCallback } from '../../../server/api/payment-callback';
import { noticeDesks } from '../../../server/compose-funding';
import type { OrderGateway, PaymentOrder } from '../../../server/ports/order-gateway';
import { keepFunding } from '../../../server/usecases/funding/keep-funding';
import { type CampaignWorld, campaignWorld, OWNER } from '../../support/campaign-world';
import { type GatewayWorld, startGatewayWorld } from '../../support/gateway-world';

export interface OrdersWorld extends GatewayWorld {
  openOrders(tools?: Partial<GatewayTools>): OrderGateway;
}

export async function startOrdersWorld(): Promise<OrdersWorld> {
  const world = await startGatewayWorld();
  const opened: OrderGateway[] = [];
  return {
    ...world,
    openOrders(tools = {}) {
      const settings = orderSettingsOf(world.env);
      const gateway = orderGateway({ ...settings, ...world.tools, ...tools });
      opened.push(gateway);
      return gateway;
    },
    async close() {
      for (const gateway of opened) gateway.shutDown();
      await world.close();
    },
  };
}

let orderCount = 0;
/** An order that nobody has heard of yet. */
export function newPaymentOrder(nowMs: number, changes: Partial<PaymentOrder> = {}): PaymentOrder {
  orderCount += 1;
  return {
    orderNo: `order${String(orderCount).padStart(21, '0')}`,
    payerOpenid: OWNER,
    amountFen: 1_000,
    description: '红包派对-年会红包雨',
    createdAtMs: nowMs,
    expiresAtMs: nowMs + 30 * 60_000,
    ...changes,
  };
}

const CALLER = { openid: OWNER, appid: 'wx-test', unionid: undefined };

export interface FundedWorld {
  readonly wire: OrdersWorld;
  /** The campaign side over memory, whose cashier speaks to the sandbox. */
  readonly campaigns: CampaignWorld;
  cashier<A extends keyof CashierApi>(
    action: A,
    request: CashierApi[A]['request'],
  ): Promise<Reply<CashierApi[A]['value']>>;
  keep(): Promise<unknown>;
  /** Both clocks. */
  advance(ms: number): void;
  /** The provider calls back whatever is due. */
  deliver(): Promise<void>;
  /** How the callback answers to what arrives at this path. */
  post(path: string, body: Uint8Array): Promise<DeliveryReply>;
}

/** The whole way: use cases, adapter, TLS, sandbox, callback. */
export function fundedWorld(wire: OrdersWorld): FundedWorld {
  const campaigns = campaignWorld();
  campaigns.clock.set(wire.clock());
  // Order numbers of several worlds meet at one sandbox.
  const { randomBytes } = wire.tools;
  const tools = { ...campaigns.tools, randomBytes, orders: wire.openOrders() };
  const payoutOf = () => {
    throw new Error('nothing is paid out here');
  };
  const cashier = cashierApi({ ...tools, payoutOf });
  const desks: NoticeDesks = noticeDesks(wire.env, tools, wire.tools.files);
  const callback = paymentCallback(desks, tools.log);

  async function arrive({ url, headers, body }: Delivery): Promise<DeliveryReply> {
    const { statusCode, body: answer } = await callback({
      path: new URL(url).pathname,
      httpMethod: 'POST',
      headers,
      queryStringParameters: {},
      body: Buffer.from(body).toString('base64'),
      isBase64Encoded: true,
    });
    return { status: statusCode, body: answer };
  }
  wire.sandbox.callbacks.set({ deliver: arrive });

  return {
    wire,
    campaigns,
    cashier: (action, request) => cashier({ action, ...request }, CALLER) as Promise<never>,
    keep: () => keepFunding(tools, 60_000),
    advance(ms) {
      wire.advance(ms);
      campaigns.clock.set(wire.clock());
    },
    deliver: () => wire.sandbox.callbacks.deliverDue(),
    post: (path, body) =>
      arrive({ url: `http://127.0.0.1:1${path}`, headers: {}, body: Buffer.from(body) }),
  };
}
