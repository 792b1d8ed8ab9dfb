/**
 * Orders this phone has made and not yet seen paid or closed: with the request that made an order,
 * the cloud hands out its payment page again. Pages of another phone can only close it.
 */
export interface PayableOrder {
  readonly orderNo: string;
  readonly amountFen: number;
  readonly requestId: string;
}

const STORAGE_KEY = 'payable-orders';
/** More are never open at once; older ones are long closed by WeChat Pay. */
const KEPT_MOST = 20;

export function payableOrders(): readonly PayableOrder[] {
  const kept: unknown = wx.getStorageSync(STORAGE_KEY);
  return Array.isArray(kept) ? kept.filter(isPayableOrder) : [];
}

export function keepPayableOrder(order: PayableOrder): void {
  const others = payableOrders().filter(({ orderNo }) => orderNo !== order.orderNo);
  wx.setStorageSync(STORAGE_KEY, [order, ...others].slice(0, KEPT_MOST));
}

/** Storage outlives versions of the app: what does not look like an order is dropped. */
function isPayableOrder(value: unknown): value is PayableOrder {
  if (typeof value !== 'object' || value === null) return false;
  const { orderNo, amountFen, requestId } = value as Record<keyof PayableOrder, unknown>;
  return (
    typeof orderNo === 'string' && typeof requestId === 'string' && Number.isSafeInteger(amountFen)
  );
}
