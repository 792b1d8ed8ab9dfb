import { readXml } from '../xml';
import type { CallbackEvent, Delivery, DeliveryReply } from './callback';

/** The merchant must answer within this time. */
const ANSWER_MS = 5_000;
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** POSTs to a server of this machine. Any other address is never called: nobody there asked for it. */
export async function deliverToLoopback(delivery: Delivery): Promise<DeliveryReply> {
  const { hostname } = new URL(delivery.url);
  if (!LOOPBACK.includes(hostname)) throw new Error(`${hostname} is not this machine`);
  const response = await fetch(delivery.url, {
    method: 'POST',
    headers: delivery.headers,
    body: new Uint8Array(delivery.body),
    redirect: 'manual',
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  return { status: response.status, body: await response.text() };
}

/** v3: status 200 or 204. v2: return_code SUCCESS. */
export function isAcknowledgement(event: CallbackEvent, reply: DeliveryReply): boolean {
  if (event === 'transfer-finished') return reply.status === 200 || reply.status === 204;
  const fields = readXml(Buffer.from(reply.body));
  return reply.status === 200 && fields?.get('return_code') === 'SUCCESS';
}
