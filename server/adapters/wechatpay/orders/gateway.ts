import type { OrderGateway } from '../../../ports/order-gateway';
import { signedBody } from '../call';
import { certifiedTransport } from '../certified-transport';
import { httpsConnection } from '../https-exchange';
import { postXml } from '../post-xml';
import type { Fields } from '../signature';
import type { GatewayTools } from '../tools';
import { XML_BYTES_MOST } from '../xml';
import type { OrderSettings } from './merchant';
import {
  CLOSE_ORDER_PATH,
  ORDER_QUERY_PATH,
  orderFields,
  readCloseOrder,
  readOrderQuery,
} from './order-query';
import { paymentCallOf } from './payment-call';
import {
  REFUND_PATH,
  REFUND_QUERY_PATH,
  readRefund,
  readRefundQuery,
  refundFields,
  refundQueryFields,
} from './refund';
import { readReply } from './reply';
import { readUnifiedOrder, UNIFIED_ORDER_PATH, unifiedOrderFields } from './unified-order';

export interface OrderGatewayOptions extends GatewayTools, OrderSettings {}

/**
 * Orders and refunds over the v2 interfaces. Only a refund shows the merchant certificate: while
 * that is missing, paying in goes on, and refunds wait.
 */
export function orderGateway(options: OrderGatewayOptions): OrderGateway {
  const { merchant, randomBytes, baseUrl, deadlineMs, extraAuthorityPem } = options;
  const connection = httpsConnection({
    baseUrl,
    deadlineMs,
    extraAuthorityPem,
    bytesMost: XML_BYTES_MOST,
  });
  const { mchId, apiKey } = merchant;
  const certified = certifiedTransport({ ...options, mchId, apiKey });
  const signed = (fields: Fields) => signedBody(fields, apiKey, randomBytes);

  async function post(path: string, fields: Fields) {
    return readReply(await postXml(connection, path, signed(fields)), merchant);
  }

  return {
    async create(order) {
      const fields = unifiedOrderFields(order, merchant, options.orderNotifyUrl);
      return readUnifiedOrder(await post(UNIFIED_ORDER_PATH, fields));
    },

    async query(order) {
      return readOrderQuery(await post(ORDER_QUERY_PATH, orderFields(order, merchant)), order);
    },

    async close(order) {
      return readCloseOrder(await post(CLOSE_ORDER_PATH, orderFields(order, merchant)));
    },

    async refund(refund) {
      const fields = refundFields(refund, merchant, options.refundNotifyUrl);
      const answer = await certified.post(REFUND_PATH, signed(fields));
      if (answer.kind === 'not-ready') return { kind: 'unknown', code: answer.fault };
      const reply = readReply(answer, merchant);
      if (reply.kind === 'error') certified.heed(reply.code);
      return readRefund(reply, refund);
    },

    async queryRefund(refund) {
      const fields = refundQueryFields(refund, merchant);
      return readRefundQuery(await post(REFUND_QUERY_PATH, fields), refund);
    },

    paymentCall: (prepayId) => paymentCallOf(prepayId, merchant, options),

    shutDown() {
      connection.close();
      certified.close();
    },
  };
}
