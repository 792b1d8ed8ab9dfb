import { createDecipheriv, createHash } from 'node:crypto';
import { type Client, OPENID, type Params, type Reply, sign, toXml } from './client';
import type { World } from './world';

// The order calls of a merchant, for these tests alone (client.ts says why).

export const NOTIFY_URL = 'http://127.0.0.1:9/pay';

export interface OrderClient {
  order(changes?: Params): Promise<Reply>;
  query(changes?: Params): Promise<Reply>;
  close(changes?: Params): Promise<Reply>;
  refund(changes?: Params): Promise<Reply>;
  queryRefund(changes?: Params): Promise<Reply>;
}

/** `client` is the one whose certificate is shown; the usual one when left out. */
export function createOrderClient(world: World, client: Client = world.client): OrderClient {
  const { merchant } = world.sandbox;
  const common = { appid: merchant.miniAppid, mch_id: merchant.mchId, nonce_str: 'n0nce' };
  const call = (path: string, usual: Params, changes: Params = {}) => {
    const params = { ...common, ...usual, ...changes };
    return client.post(path, toXml({ ...params, sign: sign(params, merchant.apiKey) }));
  };
  return {
    order: (changes) =>
      call(
        '/pay/unifiedorder',
        {
          body: '活动预存',
          out_trade_no: 'P1',
          total_fee: '1000',
          spbill_create_ip: '127.0.0.1',
          notify_url: NOTIFY_URL,
          trade_type: 'JSAPI',
          openid: OPENID,
        },
        changes,
      ),
    query: (changes) => call('/pay/orderquery', { out_trade_no: 'P1' }, changes),
    close: (changes) => call('/pay/closeorder', { out_trade_no: 'P1' }, changes),
    refund: (changes) =>
      call(
        '/secapi/pay/refund',
        { out_trade_no: 'P1', out_refund_no: 'R1', total_fee: '1000', refund_fee: '400' },
        changes,
      ),
    queryRefund: (changes) => call('/pay/refundquery', { out_trade_no: 'P1' }, changes),
  };
}

/** Every flat field of a document, as text. */
export function fieldsOf(xml: string): Record<string, string> {
  const fields = xml.matchAll(/<(\w+)>(?:<!\[CDATA\[(.*?)\]\]>|([^<]*))<\/\1>/gs);
  return Object.fromEntries([...fields].map(([, name, cdata, text]) => [name, cdata ?? text]));
}

/** Throws for another key. */
export function decryptReqInfo(reqInfo: string, apiKey: string): string {
  const key = createHash('md5').update(apiKey).digest('hex');
  const decipher = createDecipheriv('aes-256-ecb', key, null);
  return decipher.update(reqInfo, 'base64', 'utf8') + decipher.final('utf8');
}
