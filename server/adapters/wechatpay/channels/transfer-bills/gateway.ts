import type { PayoutGateway, PayoutOrder } from '../../../../ports/payout-gateway';
import { type V3Options, v3Client } from '../../v3/call';
import { readCancelled, readCreated, readQueried } from './replies';
import { type TransferMerchant, transferBody } from './request';

const BILLS_PATH = '/v3/fund-app/mch-transfer/transfer-bills';

/** 商家转账 with the player's confirmation as a payout gateway. */
export function transferBillsGateway(
  merchant: TransferMerchant,
  options: V3Options,
): PayoutGateway & Required<Pick<PayoutGateway, 'cancel' | 'phoneCall'>> {
  const client = v3Client(options);
  const pathOf = (order: PayoutOrder) => `${BILLS_PATH}/out-bill-no/${order.billNo}`;

  return {
    async send(order) {
      const body = transferBody(order, merchant);
      return readCreated(await client.call({ method: 'POST', path: BILLS_PATH, body }), order);
    },

    async query(order) {
      const answer = await client.call({ method: 'GET', path: pathOf(order), body: '' });
      return readQueried(answer, order, merchant, options.clock());
    },

    async cancel(order) {
      const path = `${pathOf(order)}/cancel`;
      return readCancelled(await client.call({ method: 'POST', path, body: '' }), order);
    },

    /** wx.requestMerchantTransfer; its success means that the page was shown, nothing more. */
    phoneCall: (_order, pass) => ({
      kind: 'merchant-transfer',
      mchId: merchant.mchId,
      appId: merchant.appid,
      package: pass,
    }),

    checkCredentials: () => client.checkCredentials(),
    close: () => client.close(),
  };
}
