import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import forge from 'node-forge';

/** A certificate with the private key it belongs to, both PEM. */
export interface KeyedCertificate {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

interface CertificateRequest {
  readonly commonName: string;
  readonly organisation: string;
  /** Signs itself when null. */
  readonly issuer: KeyedCertificate | null;
  readonly extensions: object[];
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

/** The stand-in's clock may be moved far, while TLS reads the machine's: valid long both ways. */
export const LONG_AGO_MS = Date.UTC(2020, 0, 1);
export const FAR_AHEAD_MS = Date.UTC(2049, 0, 1);

const SANDBOX_NAME = 'Red Packet Party payment sandbox';

/**
 * Every authority has a name of its own. With equal names OpenSSL would take one for the other's,
 * fail on the signature, and Node would report that error by breaking a TLS 1.2 connection.
 */
export function makeAuthority(): Promise<KeyedCertificate> {
  return makeCertificate({
    commonName: `${SANDBOX_NAME} ${randomBytes(4).toString('hex')}`,
    organisation: SANDBOX_NAME,
    issuer: null,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
    notBeforeMs: LONG_AGO_MS,
    notAfterMs: FAR_AHEAD_MS,
  });
}

/** For 127.0.0.1 and localhost, and for nothing else. */
export function makeServerCertificate(authority: KeyedCertificate): Promise<KeyedCertificate> {
  return makeCertificate({
    commonName: 'localhost',
    organisation: SANDBOX_NAME,
    issuer: authority,
    extensions: [
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
    notBeforeMs: LONG_AGO_MS,
    notAfterMs: FAR_AHEAD_MS,
  });
}

export interface ClientCertificateRequest {
  readonly mchId: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

/** A merchant's certificate carries the merchant number as its common name. */
export function makeClientCertificate(
  authority: KeyedCertificate,
  request: ClientCertificateRequest,
): Promise<KeyedCertificate> {
  return makeCertificate({
    commonName: request.mchId,
    organisation: 'Red Packet Party test merchant',
    issuer: authority,
    extensions: [{ name: 'extKeyUsage', clientAuth: true }],
    notBeforeMs: request.notBeforeMs,
    notAfterMs: request.notAfterMs,
  });
}

/** The provider's own, with which it signs v3 answers of merchants that have no public key yet. */
export function makePlatformCertificate(authority: KeyedCertificate): Promise<KeyedCertificate> {
  return makeCertificate({
    commonName: 'Payment sandbox signatures',
    organisation: SANDBOX_NAME,
    issuer: authority,
    extensions: [{ name: 'keyUsage', digitalSignature: true, keyEncipherment: true }],
    notBeforeMs: LONG_AGO_MS,
    notAfterMs: FAR_AHEAD_MS,
  });
}

async function makeCertificate(request: CertificateRequest): Promise<KeyedCertificate> {
  const keys = await makeRsaKeys();
  const certificate = forge.pki.createCertificate();
  certificate.serialNumber = `5A${randomBytes(18).toString('hex').toUpperCase()}`;
  certificate.publicKey = forge.pki.publicKeyFromPem(keys.publicKey);
  certificate.validity.notBefore = new Date(request.notBeforeMs);
  certificate.validity.notAfter = new Date(request.notAfterMs);
  certificate.setSubject([
    { name: 'commonName', value: request.commonName },
    { name: 'organizationName', value: request.organisation },
    { name: 'countryName', value: 'CN' },
  ]);
  certificate.setIssuer(
    request.issuer
      ? forge.pki.certificateFromPem(request.issuer.certificatePem).subject.attributes
      : certificate.subject.attributes,
  );
  certificate.setExtensions(request.extensions);
  const signingKeyPem = request.issuer?.privateKeyPem ?? keys.privateKey;
  certificate.sign(forge.pki.privateKeyFromPem(signingKeyPem), forge.md.sha256.create());
  return {
    certificatePem: forge.pki.certificateToPem(certificate),
    privateKeyPem: keys.privateKey,
  };
}

/** Made by OpenSSL: the same work in JavaScript takes seconds. */
export function makeRsaKeys(): Promise<{ publicKey: string; privateKey: string }> {
  return promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}
