import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import forge from 'node-forge';
import {
  makeMerchantCertificate,
  prepareCertificates,
  type Sandbox,
  startSandbox,
} from '../../../local/wechatpay';
import { createWorlds, NOON_MS } from './world';

const worlds = createWorlds();
afterAll(() => worlds.close());

const start = (dataDir: string | null) => startSandbox({ dataDir, nowMs: () => NOON_MS });

/** Key and certificate inside a p12, read by a library that knows the old ciphers. */
function unpack(p12: Buffer, passphrase: string) {
  const pfx = forge.pkcs12.pkcs12FromAsn1(
    forge.asn1.fromDer(p12.toString('binary')),
    true,
    passphrase,
  );
  const { certBag, pkcs8ShroudedKeyBag } = forge.pki.oids as Record<string, string>;
  const certificate = pfx.getBags({ bagType: certBag! })[certBag!]?.[0]?.cert;
  const key = pfx.getBags({ bagType: pkcs8ShroudedKeyBag! })[pkcs8ShroudedKeyBag!]?.[0]?.key;
  return {
    serialNumber: certificate?.serialNumber.toUpperCase(),
    commonName: certificate?.subject.getField('CN')?.value as unknown,
    privateKeyPem: key ? forge.pki.privateKeyToPem(key) : null,
  };
}

describe('the merchant of a sandbox', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await start(null);
  });
  afterAll(() => sandbox.close());

  it('has a certificate that carries its number, with the key that belongs to it', () => {
    const certificate = new X509Certificate(sandbox.merchant.certificatePem);
    expect(certificate.subject).toContain('CN=1900000109');
    expect(certificate.checkPrivateKey(createPrivateKey(sandbox.merchant.privateKeyPem))).toBe(
      true,
    );
    expect(certificate.verify(new X509Certificate(sandbox.caPem).publicKey)).toBe(true);
  });

  it('has an API key of 32 characters, another one in each sandbox', async () => {
    const other = await start(null);
    expect(sandbox.merchant.apiKey).toMatch(/^[0-9a-f]{32}$/);
    expect(other.merchant.apiKey).not.toBe(sandbox.merchant.apiKey);
    await other.close();
  });

  it('has a p12 that Node reads with the merchant number as passphrase', () => {
    const pfx = sandbox.merchant.p12;
    expect(() => createSecureContext({ pfx, passphrase: '1900000109' })).not.toThrow();
    expect(() => createSecureContext({ pfx, passphrase: 'wrong' })).toThrow(/mac verify/);
  });

  it('has a legacy p12 that Node refuses as unsupported, with the same content', () => {
    const { legacyP12, privateKeyPem, certificatePem } = sandbox.merchant;
    expect(() => createSecureContext({ pfx: legacyP12, passphrase: '1900000109' })).toThrow(
      /Unsupported PKCS12/,
    );
    const unpacked = unpack(legacyP12, '1900000109');
    const certificate = new X509Certificate(certificatePem);
    expect(unpacked.serialNumber).toBe(certificate.serialNumber);
    expect(unpacked.commonName).toBe('1900000109');
    const sameKey = createPrivateKey(unpacked.privateKeyPem ?? '');
    expect(sameKey.equals(createPrivateKey(privateKeyPem))).toBe(true);
  });

  it('has what v3 needs: keys of its own and the platform’s two public halves', () => {
    const { merchant } = sandbox;
    const own = new X509Certificate(merchant.certificatePem);
    expect(merchant.serialNo).toBe(own.serialNumber);
    expect(merchant.apiV3Key).toMatch(/^[0-9a-f]{32}$/);
    expect(merchant.apiV3Key).not.toBe(merchant.apiKey);
    const platform = new X509Certificate(merchant.platformCertificatePem);
    const publicKey = createPublicKey(merchant.platformPublicKeyPem);
    expect(platform.publicKey.equals(publicKey)).toBe(false);
    expect(merchant.miniAppid).not.toBe(merchant.wxappid);
  });

  it('has no files without a data folder', () => {
    expect(sandbox.caFile).toBeNull();
  });
});

describe('makeMerchantCertificate', () => {
  it('makes what tests of a client need to be wrong', async () => {
    const made = await makeMerchantCertificate({
      mchId: '1900000110',
      notBeforeMs: Date.UTC(2021, 0, 1),
      notAfterMs: Date.UTC(2022, 0, 1),
      mismatchedKey: true,
    });
    const certificate = new X509Certificate(made.certificatePem);
    expect(certificate.subject).toContain('CN=1900000110');
    expect(Date.parse(certificate.validFrom)).toBe(Date.UTC(2021, 0, 1));
    expect(Date.parse(certificate.validTo)).toBe(Date.UTC(2022, 0, 1));
    expect(certificate.checkPrivateKey(createPrivateKey(made.privateKeyPem))).toBe(false);
    expect(unpack(made.p12, '1900000110').commonName).toBe('1900000110');
  });
});

describe('a data folder', () => {
  it('gives the same credentials to every start, prepared before the first', async () => {
    const dataDir = await worlds.newDataDir();
    const { caFile } = await prepareCertificates(dataDir);
    const caPem = readFileSync(caFile, 'utf8');

    const first = await start(dataDir);
    await first.close();
    const second = await start(dataDir);
    await second.close();
    expect([first.caPem, second.caPem]).toEqual([caPem, caPem]);
    expect(second.caFile).toBe(caFile);
    expect(second.merchant.apiKey).toBe(first.merchant.apiKey);
    expect(second.merchant.apiV3Key).toBe(first.merchant.apiV3Key);
    expect(second.merchant.platformPublicKeyPem).toBe(first.merchant.platformPublicKeyPem);
    expect(second.merchant.platformCertificatePem).toBe(first.merchant.platformCertificatePem);
    expect(second.merchant.certificatePem).toBe(first.merchant.certificatePem);
  });

  it('can be read by its owner alone', async () => {
    const dataDir = await worlds.newDataDir();
    const sandbox = await start(dataDir);
    await sandbox.close();
    const modes = readdirSync(dataDir).map((name) => {
      return [name, statSync(join(dataDir, name)).mode & 0o777];
    });
    expect(Object.fromEntries(modes)).toEqual({
      'ca.pem': 0o600,
      'credentials.json': 0o600,
      'journal.jsonl': 0o600,
    });
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  });

  it('from before v3 keeps its credentials and gets those of v3, once', async () => {
    const dataDir = await worlds.newDataDir();
    const path = join(dataDir, 'credentials.json');
    const { apiV3Key: _key, platform: _platform, ...old } = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify(old));
    const first = await start(dataDir);
    await first.close();
    const second = await start(dataDir);
    await second.close();
    expect(second.merchant.apiKey).toBe(old.apiKey);
    expect(second.merchant.apiV3Key).toBe(first.merchant.apiV3Key);
    expect(second.merchant.platformPublicKeyId).toBe(first.merchant.platformPublicKeyId);
  });

  it('with damaged credentials is refused with advice instead of being overwritten', async () => {
    const dataDir = await worlds.newDataDir();
    writeFileSync(join(dataDir, 'credentials.json'), '{"apiKey":"k"}');
    await expect(start(dataDir)).rejects.toThrow(/is damaged/);
  });
});
