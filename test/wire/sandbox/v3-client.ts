import {
  createDecipheriv,
  createPublicKey,
  randomBytes,
  sign,
  verify,
  X509Certificate,
} from 'node:crypto';
import { Agent, request } from 'node:https';
import type { Sandbox } from '../../../local/wechatpay';
import { OPENID } from './client';

// A merchant's v3 client for these tests alone (client.ts says why).

export const BILLS = '/v3/fund-app/mch-transfer/transfer-bills';
export const OUT_BILL_NO = 'T20261121000001';

export type Body = Readonly<Record<string, unknown>>;

export interface V3Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The parsed body, or {} for what is no JSON object. */
  readonly body: Body;
}

/** 'SUCCESS' or the code of the refusal. */
export function codeOf(reply: V3Reply): unknown {
  return reply.status === 200 ? 'SUCCESS' : reply.body['code'];
}

export function transferBody(sandbox: Sandbox, changes: Body = {}): Body {
  return {
    appid: sandbox.merchant.miniAppid,
    out_bill_no: OUT_BILL_NO,
    transfer_scene_id: '1000',
    openid: OPENID,
    transfer_amount: 188,
    transfer_remark: '新年红包',
    user_recv_perception: '现金奖励',
    transfer_scene_report_infos: [
      { info_type: '活动名称', info_content: '猜灯谜' },
      { info_type: '奖励说明', info_content: '猜中奖励' },
    ],
    user_recv_style: { type: 'RED_PACKET' },
    ...changes,
  };
}

export interface Signing {
  readonly mchid: string;
  readonly serial_no: string;
  readonly timestamp: string;
  readonly nonce_str: string;
  readonly privateKeyPem: string;
}

export function authorization(
  { privateKeyPem, ...params }: Signing,
  method: string,
  target: string,
  body: string,
): string {
  const lines = [method, target, params.timestamp, params.nonce_str, body];
  const message = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const signature = sign('RSA-SHA256', message, privateKeyPem).toString('base64');
  const list = Object.entries({ ...params, signature }).map(
    ([name, value]) => `${name}="${value}"`,
  );
  return `WECHATPAY2-SHA256-RSA2048 ${list.join(',')}`;
}

export interface V3Client {
  create(changes?: Body, headers?: Record<string, string>): Promise<V3Reply>;
  query(outBillNo?: string): Promise<V3Reply>;
  cancel(outBillNo?: string): Promise<V3Reply>;
  /** Signed as usual; `signing` changes what the signature says of itself. */
  call(
    method: 'GET' | 'POST',
    target: string,
    body?: string,
    headers?: Record<string, string>,
    signing?: Partial<Signing>,
  ): Promise<V3Reply>;
  close(): void;
}

/** A client without a certificate: v3 needs none. `nowMs` is its clock. */
export function createV3Client(sandbox: Sandbox, nowMs: () => number): V3Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 4, ca: sandbox.caPem });
  const { mchId, serialNo, privateKeyPem } = sandbox.merchant;

  const call: V3Client['call'] = (method, target, body = '', headers = {}, signing = {}) => {
    const usual: Signing = {
      mchid: mchId,
      serial_no: serialNo,
      timestamp: String(Math.floor(nowMs() / 1_000)),
      nonce_str: randomBytes(16).toString('hex'),
      privateKeyPem,
    };
    const Authorization = authorization({ ...usual, ...signing }, method, target, body);
    const all = { Accept: 'application/json', 'User-Agent': 'test', Authorization, ...headers };
    return exchange(`${sandbox.baseUrl}${target}`, method, agent, all, body);
  };
  return {
    create: (changes, headers) =>
      call('POST', BILLS, JSON.stringify(transferBody(sandbox, changes)), headers),
    query: (no = OUT_BILL_NO) => call('GET', `${BILLS}/out-bill-no/${no}`),
    cancel: (no = OUT_BILL_NO) => call('POST', `${BILLS}/out-bill-no/${no}/cancel`),
    call,
    close: () => agent.destroy(),
  };
}

function exchange(
  url: string,
  method: string,
  agent: Agent,
  headers: Record<string, string>,
  body: string,
): Promise<V3Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const { statusCode: status = 0, headers } = response;
        resolve({ status, headers, text, body: parsed(text) });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function parsed(text: string): Body {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

/** The signature of an answer or callback, judged like a careful merchant does. */
export function isAuthentic(
  sandbox: Sandbox,
  headers: V3Reply['headers'],
  body: string,
  nowMs: number,
): boolean {
  const named = (name: string) => String(headers[name] ?? headers[name.toLowerCase()] ?? '');
  const { merchant } = sandbox;
  const certificate = new X509Certificate(merchant.platformCertificatePem);
  const keys: Record<string, ReturnType<typeof createPublicKey>> = {
    [merchant.platformPublicKeyId]: createPublicKey(merchant.platformPublicKeyPem),
    [certificate.serialNumber]: certificate.publicKey,
  };
  const key = keys[named('Wechatpay-Serial')];
  const timestamp = named('Wechatpay-Timestamp');
  if (!key || Math.abs(Number(timestamp) * 1_000 - nowMs) > 300_000) return false;
  const message = Buffer.from(`${timestamp}\n${named('Wechatpay-Nonce')}\n${body}\n`);
  return verify('RSA-SHA256', message, key, Buffer.from(named('Wechatpay-Signature'), 'base64'));
}

export interface Resource {
  readonly ciphertext: string;
  readonly nonce: string;
  readonly associated_data: string;
}

/** Throws when the ciphertext has been touched. */
export function decryptResource(resource: Resource, apiV3Key: string): string {
  const bytes = Buffer.from(resource.ciphertext, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', apiV3Key, resource.nonce);
  decipher.setAuthTag(bytes.subarray(-16));
  decipher.setAAD(Buffer.from(resource.associated_data));
  return decipher.update(bytes.subarray(0, -16), undefined, 'utf8') + decipher.final('utf8');
}
