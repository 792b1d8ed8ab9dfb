import type { OrderGateway } from '../../server/ports/order-gateway';
import type { Actor } from './engine/actors';
import { type Line, overLine } from './gateway';
import type { Orders } from './provider/orders';

/** Orders and refunds over the same kind of line as payouts. */
export function orderGatewayOf(line: Line, orders: Orders, actor: Actor): OrderGateway {
  const { change, ask } = overLine(line, actor);
  return {
    create: (order) => change(`order ${order.orderNo}`, () => orders.create(order)),
    query: (order) => ask(`order? ${order.orderNo}`, () => orders.query(order)),
    close: (order) => change(`close ${order.orderNo}`, () => orders.close(order)),
    // Nothing leaves without the certificate, and the gateway says so.
    async refund(refund) {
      const fault = line.provider.certificateFault();
      if (fault) return { kind: 'unknown', code: fault };
      return change(`refund ${refund.refundNo}`, () => orders.refund(refund));
    },
    queryRefund: (refund) => ask(`refund? ${refund.refundNo}`, () => orders.queryRefund(refund)),
    paymentCall: (prepayId) => ({
      timeStamp: '1',
      nonceStr: 'once',
      package: `prepay_id=${prepayId}`,
      signType: 'MD5',
      paySign: 'signed',
    }),
    shutDown: () => undefined,
  };
}
