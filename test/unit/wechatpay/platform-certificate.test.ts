import { generateKeyPairSync, sign } from 'node:crypto';
import forge from 'node-forge';
import { DAY_MS, MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import { transferNoticeOpener } from '../../../server/adapters/wechatpay/v3/notification';
import { platformKeyLoader } from '../../../server/adapters/wechatpay/v3/platform-keys';

const NOW_MS = Date.UTC(2026, 10, 21, 4);
const FILE_ID = 'cloud://platform.pem';

interface Issued {
  readonly serial: string;
  readonly pem: string;
  readonly privateKey: string;
}

function issued(serial: string, notAfterMs: number): Issued {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const certificate = forge.pki.createCertificate();
  certificate.serialNumber = serial;
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  certificate.validity.notBefore = new Date(NOW_MS - 400 * DAY_MS);
  certificate.validity.notAfter = new Date(notAfterMs);
  certificate.setSubject([{ name: 'commonName', value: 'Tenpay.com sign' }]);
  certificate.setIssuer([{ name: 'commonName', value: 'Tenpay.com Root CA' }]);
  certificate.sign(forge.pki.privateKeyFromPem(privateKey), forge.md.sha256.create());
  return { serial, pem: forge.pki.certificateToPem(certificate), privateKey };
}

const old = issued('0A11', NOW_MS + DAY_MS);
const next = issued('0B22', NOW_MS + 400 * DAY_MS);

let nowMs: number;
let stored: string;
let downloads: number;
const files = {
  async download() {
    downloads += 1;
    return new Uint8Array(Buffer.from(stored));
  },
};

beforeEach(() => {
  nowMs = NOW_MS;
  stored = old.pem;
  downloads = 0;
});

describe('the platform certificate', () => {
  it('that ran out while it was in use is followed by the file that replaces it', async () => {
    const source = { publicKey: null, certificateFileId: FILE_ID };
    const { load } = platformKeyLoader({ source, files, clock: () => nowMs });
    expect(await load()).toMatchObject({ ok: true, keys: { preferredSerial: old.serial } });
    nowMs += 2 * DAY_MS;
    expect(await load()).toMatchObject({ fault: 'PLATFORM_KEY_UNREADABLE' });
    stored = next.pem;
    expect(await load()).toMatchObject({ ok: true, keys: { preferredSerial: next.serial } });
  });

  it('is read again when a notice names another serial, but once a minute at most', async () => {
    const open = transferNoticeOpener(
      {
        WECHATPAY_MCH_ID: '1900000109',
        WECHATPAY_API_V3_KEY: '0123456789abcdef0123456789abcdef',
        WECHATPAY_PLATFORM_CERT_FILE_ID: FILE_ID,
      },
      { files, clock: () => nowMs },
    );
    const told = async ({ serial, privateKey }: Issued) => {
      const timestamp = String(nowMs / 1000);
      const message = Buffer.from(`${timestamp}\nn\n{}\n`);
      const headers = {
        'Wechatpay-Timestamp': timestamp,
        'Wechatpay-Nonce': 'n',
        'Wechatpay-Serial': serial,
        'Wechatpay-Signature': sign('RSA-SHA256', message, privateKey).toString('base64'),
      };
      return open({ headers, body: new Uint8Array(Buffer.from('{}')) });
    };
    // STRANGE_NOTICE: its signature was right.
    expect(await told(old)).toMatchObject({ code: 'STRANGE_NOTICE' });
    stored = next.pem;
    for (let time = 0; time < 20; time += 1) {
      expect(await told(next)).toMatchObject({ code: 'SIGNATURE_SERIAL_UNKNOWN' });
    }
    expect(downloads).toBe(1);
    nowMs += MINUTE_MS;
    expect(await told(next)).toMatchObject({ code: 'SIGNATURE_SERIAL_UNKNOWN' });
    expect(await told(next)).toMatchObject({ code: 'STRANGE_NOTICE' });
  });
});
