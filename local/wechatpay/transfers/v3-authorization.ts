import { verify, type X509Certificate } from 'node:crypto';
import type { ApiRequest } from '../api';

/** A caller's clock may differ by this much; a nonce is remembered for twice as long. */
const WINDOW_MS = 5 * 60_000;

/** The merchant API certificates that v3 signatures may name, by serial number. */
export type MerchantCertificates = ReadonlyMap<string, X509Certificate>;

export interface Authorizer {
  /** Why the call is refused with SIGN_ERROR, for people; null when it is authentic. */
  fault(request: ApiRequest, body: Buffer, atMs: number): string | null;
}

/**
 * Judges `Authorization: WECHATPAY2-SHA256-RSA2048 mchid="…",nonce_str="…",…` (parameters in any
 * order). A signature covers method, target, timestamp, nonce and body, each line ended by \n.
 */
export function createAuthorizer(mchId: string, certificates: MerchantCertificates): Authorizer {
  const nonces = new Map<string, number>();

  return {
    fault(request, body, atMs) {
      const authorization = readAuthorization(request.headers.authorization ?? '');
      if (!authorization) return 'Http头Authorization格式错误，请检查签名方式和参数';
      const { mchid, nonce_str, timestamp, serial_no, signature } = authorization;
      if (mchid !== mchId) return '商户号不存在或与签名不符';
      if (Math.abs(Number(timestamp) * 1_000 - atMs) > WINDOW_MS) return '时间戳与当前时间相差过大';

      const certificate = certificates.get(serial_no);
      if (!certificate || !isValidAt(certificate, atMs)) return '商户证书序列号有误';
      const lines = [request.method, request.target, timestamp, nonce_str, body.toString('utf8')];
      const message = Buffer.from(lines.map((line) => `${line}\n`).join(''));
      const signed = Buffer.from(signature, 'base64');
      if (!verify('RSA-SHA256', message, certificate.publicKey, signed)) {
        return '签名错误，请检查后再试';
      }
      return isReplay(nonce_str, atMs) ? '请求重复，nonce_str已被使用' : null;
    },
  };

  /** Only authentic calls are asked about, so nobody else can use up a nonce. */
  function isReplay(nonce: string, atMs: number): boolean {
    for (const [old, seenAtMs] of nonces) {
      if (atMs - seenAtMs <= 2 * WINDOW_MS) break;
      nonces.delete(old);
    }
    if (nonces.has(nonce)) return true;
    nonces.set(nonce, atMs);
    return false;
  }
}

const NAMES = ['mchid', 'nonce_str', 'timestamp', 'serial_no', 'signature'] as const;
type Authorization = Readonly<Record<(typeof NAMES)[number], string>>;

function readAuthorization(header: string): Authorization | null {
  const [, list] = /^WECHATPAY2-SHA256-RSA2048 +(.+)$/.exec(header) ?? [];
  if (list === undefined) return null;
  const entries: [string, string][] = [];
  for (const part of list.split(',')) {
    const [, name, value] = /^\s*([a-z_]+)="([^"]+)"\s*$/.exec(part) ?? [];
    if (name === undefined || value === undefined) return null;
    entries.push([name, value]);
  }
  const found = Object.fromEntries(entries) as Partial<Authorization>;
  const isWhole = entries.length === NAMES.length && NAMES.every((name) => found[name]);
  const isTime = /^\d{10}$/.test(found.timestamp ?? '');
  return isWhole && isTime ? (found as Authorization) : null;
}

function isValidAt(certificate: X509Certificate, atMs: number): boolean {
  return Date.parse(certificate.validFrom) <= atMs && atMs <= Date.parse(certificate.validTo);
}
