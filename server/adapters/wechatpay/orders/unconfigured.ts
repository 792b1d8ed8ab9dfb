import type { OrderGateway, Unknown } from '../../../ports/order-gateway';

/** Stands in while a setting is missing: asks nobody, and says which variable it is. */
export function unconfiguredOrders(missing: string): OrderGateway {
  const unknown: Unknown = { kind: 'unknown', code: `${missing}_MISSING` };
  const answer = async () => unknown;
  return {
    create: answer,
    query: answer,
    close: answer,
    refund: answer,
    queryRefund: answer,
    paymentCall() {
      throw new Error(`${missing} is missing`);
    },
    shutDown: () => {},
  };
}
