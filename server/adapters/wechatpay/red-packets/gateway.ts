import type { PayoutGateway, PayoutOrder } from '../../../ports/payout-gateway';
import { errorCodeOf, type Reply, replyOf, signedBody } from '../call';
import { certifiedTransport } from '../certified-transport';
import type { XmlAnswer } from '../post-xml';
import { baseUrlOf, certificateOf, type Environment } from '../settings';
import type { Fields } from '../signature';
import type { GatewayTools } from '../tools';
import { QUERY_PATH, queryFields, readQueryReply } from './gethbinfo';
import type { RedPacketMerchant } from './merchant';
import { readSendReply } from './send';

/** What one red packet product has of its own. */
export interface RedPacketProduct {
  readonly merchant: RedPacketMerchant;
  readonly sendPath: string;
  /** The fields of a send, without nonce and signature. */
  readonly sendFields: (order: PayoutOrder) => Fields;
  readonly phoneCall?: PayoutGateway['phoneCall'];
}

/** A v2 red packet product as a payout gateway. Certificate and connections live with the instance. */
export function redPacketGateway(
  { merchant, sendPath, sendFields, phoneCall }: RedPacketProduct,
  env: Environment,
  tools: GatewayTools,
): PayoutGateway {
  const { mchId, apiKey } = merchant;
  const certified = certifiedTransport({
    ...tools,
    mchId,
    apiKey,
    certificate: certificateOf(env),
    baseUrl: baseUrlOf(env),
  });
  const post = (path: string, fields: Fields) =>
    certified.post(path, signedBody(fields, apiKey, tools.randomBytes));

  /** What the answer says to us ourselves is heeded on the way. */
  function heeded(answer: XmlAnswer): Reply {
    const reply = replyOf(answer, apiKey);
    if (reply.kind === 'reply') certified.heed(errorCodeOf(reply.fields));
    return reply;
  }

  return {
    async send(order) {
      const answer = await post(sendPath, sendFields(order));
      // Nothing has left: the order is as unpaid as before.
      if (answer.kind === 'not-ready') {
        return { kind: 'refused', code: answer.fault, refusal: 'merchant' };
      }
      return readSendReply(heeded(answer), order, merchant);
    },

    async query(order) {
      const answer = await post(QUERY_PATH, queryFields(order, merchant));
      if (answer.kind === 'not-ready') return { kind: 'unknown', code: answer.fault };
      return readQueryReply(heeded(answer), order, merchant);
    },

    ...(phoneCall && { phoneCall }),

    checkCredentials: certified.check,
    close: certified.close,
  };
}
