import { randomInt, sign, X509Certificate } from 'node:crypto';
import { type KeyedCertificate, makePlatformCertificate, makeRsaKeys } from './certificates';

/** The provider's two ways of proving that a v3 answer is its own; each has a key pair. */
export interface Platform {
  /** PUB_KEY_ID_ and digits. */
  readonly publicKeyId: string;
  readonly publicKeyPem: string;
  readonly privateKeyPem: string;
  readonly certificate: KeyedCertificate;
}

export type PlatformSignature = 'public-key' | 'certificate';

export async function makePlatform(authority: KeyedCertificate): Promise<Platform> {
  const [keys, certificate] = await Promise.all([
    makeRsaKeys(),
    makePlatformCertificate(authority),
  ]);
  return {
    publicKeyId: `PUB_KEY_ID_01${String(randomInt(10 ** 14)).padStart(32, '0')}`,
    publicKeyPem: keys.publicKey,
    privateKeyPem: keys.privateKey,
    certificate,
  };
}

export function isPlatform(value: unknown): value is Platform {
  const { publicKeyId, publicKeyPem, privateKeyPem, certificate } = Object(value);
  const { certificatePem, privateKeyPem: certifiedKeyPem } = Object(certificate);
  const texts = [publicKeyId, publicKeyPem, privateKeyPem, certificatePem, certifiedKeyPem];
  return texts.every((text) => typeof text === 'string');
}

/** What Wechatpay-Serial says, and the key that goes with it. */
export function signingKey(
  platform: Platform,
  form: PlatformSignature,
): { readonly serial: string; readonly privateKeyPem: string } {
  if (form === 'public-key') {
    return { serial: platform.publicKeyId, privateKeyPem: platform.privateKeyPem };
  }
  const { certificatePem, privateKeyPem } = platform.certificate;
  return { serial: new X509Certificate(certificatePem).serialNumber, privateKeyPem };
}

/** SHA256withRSA, base64: the v3 signature. */
export function signSha256(message: string, privateKeyPem: string): string {
  return sign('RSA-SHA256', Buffer.from(message), privateKeyPem).toString('base64');
}
