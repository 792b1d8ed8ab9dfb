import { createHash } from 'node:crypto';
import { Agent, type RequestOptions, request } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { Sandbox } from '../../../local/wechatpay';

/*
 * A merchant's client, written for these tests alone: it shares nothing with the sandbox or with
 * the product, so that agreement between them means something.
 */

export const SEND = '/mmpaymkttransfers/sendredpack';
const SEND_HB = '/mmpaymkttransfers/sendminiprogramhb';
export const QUERY = '/mmpaymkttransfers/gethbinfo';
export const OPENID = 'oTestPlayer0000000000000001x';

export type Params = Readonly<Record<string, string>>;

export interface Reply {
  readonly status: number;
  readonly text: string;
  /** The TLS session was taken up again: no certificate crossed the wire this time. */
  readonly resumed: boolean;
  /** Any element of the answer by name, CDATA or plain; undefined when absent. */
  field(name: string): string | undefined;
}

export interface ClientCertificate {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** 'SUCCESS' or the code of the refusal. */
export function outcomeOf(reply: Reply): string | undefined {
  return reply.field('result_code') === 'SUCCESS' ? 'SUCCESS' : reply.field('err_code');
}

export function sign(params: Params, apiKey: string): string {
  const signed = Object.keys(params)
    .filter((name) => name !== 'sign' && params[name] !== '')
    .sort()
    .map((name) => `${name}=${params[name]}`)
    .concat(`key=${apiKey}`)
    .join('&');
  return createHash('md5').update(signed).digest('hex').toUpperCase();
}

export function toXml(params: Params): string {
  const fields = Object.entries(params).map(([name, value]) => {
    return `<${name}><![CDATA[${value}]]></${name}>`;
  });
  return `<xml>${fields.join('')}</xml>`;
}

export function sendParams(sandbox: Sandbox, changes: Params = {}): Params {
  return {
    nonce_str: 'n0nce',
    mch_billno: '1900000109202611210000000001',
    mch_id: sandbox.merchant.mchId,
    wxappid: sandbox.merchant.wxappid,
    send_name: '天虹百货',
    re_openid: OPENID,
    total_amount: '100',
    total_num: '1',
    wishing: '感谢您参加猜灯谜活动，祝您元宵节快乐！',
    client_ip: '192.168.0.1',
    act_name: '猜灯谜活动',
    remark: '猜越多得越多，快来抢！',
    ...changes,
  };
}

export function queryParams(sandbox: Sandbox, changes: Params = {}): Params {
  return {
    nonce_str: 'n0nce',
    mch_billno: '1900000109202611210000000001',
    mch_id: sandbox.merchant.mchId,
    appid: sandbox.merchant.wxappid,
    bill_type: 'MCHT',
    ...changes,
  };
}

function sendHbParams(sandbox: Sandbox, changes: Params = {}): Params {
  const { client_ip: _none, ...usual } = sendParams(sandbox, {
    wxappid: sandbox.merchant.miniAppid,
    notify_way: 'MINI_PROGRAM_JSAPI',
    ...changes,
  });
  return usual;
}

export interface Client {
  /** A signed send with the usual fields, some of them changed. */
  send(changes?: Params): Promise<Reply>;
  /** The same as 小程序红包. */
  sendHb(changes?: Params): Promise<Reply>;
  query(billNo?: string): Promise<Reply>;
  /** Any body, as it is. */
  post(path: string, body: string | Buffer, headers?: Record<string, string>): Promise<Reply>;
  get(path: string): Promise<Reply>;
  close(): void;
}

/** A client that keeps its connections open, like a worker that sends many. */
export function createClient(
  sandbox: Sandbox,
  certificate: ClientCertificate | null = sandbox.merchant,
): Client {
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 4,
    ca: sandbox.caPem,
    servername: 'localhost', // else a Host header would be checked against the certificate
    ...(certificate && { cert: certificate.certificatePem, key: certificate.privateKeyPem }),
  });
  const post: Client['post'] = (path, body, headers) =>
    exchange(`${sandbox.baseUrl}${path}`, { method: 'POST', agent, headers: headers ?? {} }, body);
  const call = (path: string, params: Params) =>
    post(path, toXml({ ...params, sign: sign(params, sandbox.merchant.apiKey) }));
  return {
    send: (changes) => call(SEND, sendParams(sandbox, changes)),
    sendHb: (changes) => call(SEND_HB, sendHbParams(sandbox, changes)),
    query: (billNo) =>
      call(QUERY, queryParams(sandbox, billNo === undefined ? {} : { mch_billno: billNo })),
    post,
    get: (path) => exchange(`${sandbox.baseUrl}${path}`, { method: 'GET', agent }, ''),
    close: () => agent.destroy(),
  };
}

/** Resolves with the whole answer; rejects when the connection breaks at any point before its end. */
export function exchange(
  url: string,
  options: RequestOptions,
  body: string | Buffer,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, options, (response) => {
      const resumed = (response.socket as TLSSocket).isSessionReused();
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({
          status: response.statusCode ?? 0,
          text,
          resumed,
          field: (name) => fieldIn(text, name),
        });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function fieldIn(text: string, name: string): string | undefined {
  const element = new RegExp(`<${name}>(?:<!\\[CDATA\\[(.*?)\\]\\]>|([^<]*))</${name}>`, 's');
  const match = element.exec(text);
  return match ? (match[1] ?? match[2]) : undefined;
}
