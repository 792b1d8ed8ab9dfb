import { createPrivateKey, X509Certificate } from 'node:crypto';
import type forge from 'node-forge';
import type { CredentialFault } from '../../ports/payout-gateway';

export interface KeyedPem {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

export type P12Reading =
  | { readonly ok: true; readonly pem: KeyedPem }
  | { readonly ok: false; readonly fault: CredentialFault; readonly detail: string };

/**
 * Opens `apiclient_cert.p12`; its passphrase is the merchant number. Merchants download it under
 * RC2-40 and 3DES, which Node's OpenSSL 3 refuses, so it is read with a library that knows them. The
 * library is loaded here: an instance that reads no such file starts without it.
 */
export async function openP12(bytes: Uint8Array, passphrase: string): Promise<P12Reading> {
  const { default: forge } = await import('node-forge');
  const { pki } = forge;
  try {
    const der = forge.asn1.fromDer(forge.util.createBuffer(Buffer.from(bytes)));
    const p12 = forge.pkcs12.pkcs12FromAsn1(der, passphrase);
    const key = keysOf(p12, pki)[0];
    if (!key) return fault('CERTIFICATE_UNREADABLE', 'the p12 file holds no private key');
    const certificates = certificatesOf(p12, pki);
    if (certificates.length === 0) {
      return fault('CERTIFICATE_UNREADABLE', 'the p12 file holds no certificate');
    }
    const own = certificates.find((certificate) => belongs(certificate, key));
    if (!own) {
      return fault('CERTIFICATE_KEY_MISMATCH', 'the private key belongs to another certificate');
    }
    return { ok: true, pem: { certificatePem: own, privateKeyPem: key } };
  } catch (error) {
    return faultOf(error as Error);
  }
}

function keysOf(p12: forge.pkcs12.Pkcs12Pfx, pki: typeof forge.pki): string[] {
  return [pki.oids['pkcs8ShroudedKeyBag']!, pki.oids['keyBag']!]
    .flatMap((bagType) => p12.getBags({ bagType })[bagType] ?? [])
    .flatMap((bag) => (bag.key ? [pki.privateKeyToPem(bag.key)] : []));
}

function certificatesOf(p12: forge.pkcs12.Pkcs12Pfx, pki: typeof forge.pki): string[] {
  const bagType = pki.oids['certBag']!;
  return (p12.getBags({ bagType })[bagType] ?? []).flatMap((bag) =>
    bag.cert ? [pki.certificateToPem(bag.cert)] : [],
  );
}

function belongs(certificatePem: string, privateKeyPem: string): boolean {
  return new X509Certificate(certificatePem).checkPrivateKey(createPrivateKey(privateKeyPem));
}

/** The library throws for everything; its messages are the only way to tell the cases apart. */
function faultOf(error: Error): P12Reading {
  if (/invalid password|wrong password/i.test(error.message)) {
    return fault('CERTIFICATE_WRONG_PASSPHRASE', 'the passphrase is not the merchant number');
  }
  if (/unsupported|unknown|cannot read encrypted/i.test(error.message)) {
    return fault('CERTIFICATE_LEGACY_P12', 'an encryption nobody reads; use the PEM pair instead');
  }
  return fault('CERTIFICATE_UNREADABLE', 'the p12 file is damaged');
}

function fault(code: CredentialFault, detail: string): P12Reading {
  return { ok: false, fault: code, detail };
}
