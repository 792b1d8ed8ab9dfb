import type { Log } from '../ports/log';
import type { EmptyNotice, RawNotice, RefusedNotice } from '../ports/payment-notices';
import { type HttpResponse, httpRequestOf } from './http-event';

/** Opens a notice and books it: whether it need not come again. */
export type NoticeDesk = (raw: RawNotice) => Promise<DeskAnswer>;

export type DeskAnswer = 'handled' | 'again' | EmptyNotice | RefusedNotice;

/** The desks by the last part of the path; null: what it needs is not configured. */
export interface NoticeDesks {
  readonly order: NoticeDesk | null;
  readonly refund: NoticeDesk | null;
  readonly transfer: NoticeDesk | null;
}

/**
 * Answers what the provider tells about orders, refunds and transfers. Anybody can call this address:
 * nothing is believed before it is proven, and nobody learns why something was refused. A failed
 * answer makes the provider repeat.
 */
export function paymentCallback(desks: NoticeDesks, log: Log) {
  return async function answer(event: unknown): Promise<HttpResponse> {
    const request = httpRequestOf(event);
    if (!request) return plain(400);
    const name = request.path.split('/').filter(Boolean).at(-1) ?? '';
    if (!isDesk(name)) return plain(404);
    if (request.method !== 'POST') return plain(405);
    const desk = desks[name];
    if (!desk) {
      log.alert('callback.not-configured', { kind: name });
      return ACKNOWLEDGEMENTS[name](false);
    }
    const raw = { headers: request.headers, body: new Uint8Array(Buffer.from(request.body)) };
    return ACKNOWLEDGEMENTS[name](await isDone(desk, raw, name, log));
  };
}

async function isDone(desk: NoticeDesk, raw: RawNotice, name: string, log: Log): Promise<boolean> {
  try {
    const outcome = await desk(raw);
    if (typeof outcome === 'string') return outcome === 'handled';
    if (outcome.kind === 'nothing') return true;
    const fields = { kind: name, code: outcome.code };
    if (outcome.alert) log.alert('callback.refused', { ...fields, reason: outcome.alert });
    else log.warn('callback.refused', fields);
    return false;
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    log.alert('callback.failed', { kind: name, message });
    return false;
  }
}

function isDesk(name: string): name is keyof NoticeDesks {
  return Object.hasOwn(ACKNOWLEDGEMENTS, name);
}

/** v2 reads the body's return_code (wxa_api.php?chapter=9_7), v3 the status (page 4012712115). */
const ACKNOWLEDGEMENTS: Readonly<Record<keyof NoticeDesks, (done: boolean) => HttpResponse>> = {
  order: xml,
  refund: xml,
  transfer: json,
};

function xml(done: boolean): HttpResponse {
  const [code, message] = done ? ['SUCCESS', 'OK'] : ['FAIL', 'FAIL'];
  return {
    statusCode: 200,
    headers: { 'content-type': 'text/xml; charset=utf-8' },
    body: `<xml><return_code><![CDATA[${code}]]></return_code><return_msg><![CDATA[${message}]]></return_msg></xml>`,
  };
}

function json(done: boolean): HttpResponse {
  const body = done ? { code: 'SUCCESS', message: 'OK' } : { code: 'FAIL', message: 'FAIL' };
  return {
    statusCode: done ? 200 : 500,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  };
}

function plain(statusCode: number): HttpResponse {
  return { statusCode, headers: { 'content-type': 'text/plain' }, body: '' };
}
