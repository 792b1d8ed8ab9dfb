import { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';

/**
 * The merchant number that the other side has proved, or null.
 *
 * `socket.authorized` is not asked: on a resumed TLS 1.3 session it is true although no certificate
 * was ever shown. The certificate itself is judged on every call: there is one, our authority
 * signed it, and it is valid at `atMs` on the sandbox's clock.
 */
export function provenMerchant(
  socket: TLSSocket,
  authority: X509Certificate,
  atMs: number,
): string | null {
  const raw = socket.getPeerCertificate().raw as Buffer | undefined;
  if (!raw) return null;
  const certificate = new X509Certificate(raw);
  const isOurs = certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
  const isValid =
    Date.parse(certificate.validFrom) <= atMs && atMs <= Date.parse(certificate.validTo);
  if (!isOurs || !isValid) return null;
  return /^CN=(.+)$/m.exec(certificate.subject)?.[1] ?? null;
}
