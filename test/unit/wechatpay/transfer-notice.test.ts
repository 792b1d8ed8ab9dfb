import { createCipheriv, generateKeyPairSync, sign } from 'node:crypto';
import { transferNoticeOpener } from '../../../server/adapters/wechatpay/v3/notification';

const NOW_MS = Date.UTC(2026, 10, 21, 4);
const SERIAL = 'PUB_KEY_ID_0119000001092026112100000000000000';
const API_V3_KEY = '0123456789abcdef0123456789abcdef';

const pair = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

const open = transferNoticeOpener(
  {
    WECHATPAY_MCH_ID: '1900000109',
    WECHATPAY_API_V3_KEY: API_V3_KEY,
    WECHATPAY_PUBLIC_KEY_ID: SERIAL,
    WECHATPAY_PUBLIC_KEY_FILE_ID: 'cloud://pub_key.pem',
  },
  {
    files: { download: async () => new Uint8Array(Buffer.from(pair.publicKey)) },
    clock: () => NOW_MS,
  },
);

const BILL = {
  out_bill_no: '1900000109202611210123456789',
  transfer_bill_no: '1330000071100999991182020050700019480001',
  state: 'SUCCESS',
  mch_id: '1900000109',
  transfer_amount: 288,
  openid: 'oxTWIuGaIt6gTKsQRLau2M0yL16E',
  update_time: '2026-11-21T12:00:00+08:00',
};

function sealed(text: string) {
  const cipher = createCipheriv('aes-256-gcm', API_V3_KEY, 'fdasflkja484');
  cipher.setAAD(Buffer.from('mch_payment'));
  const parts = [cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
  return {
    original_type: 'mch_payment',
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: Buffer.concat(parts).toString('base64'),
    associated_data: 'mch_payment',
    nonce: 'fdasflkja484',
  };
}

function envelope(changes: object = {}, bill: unknown = BILL) {
  return {
    id: 'b1',
    event_type: 'MCHTRANSFER.BILL.FINISHED',
    resource_type: 'encrypt-resource',
    resource: sealed(JSON.stringify(bill)),
    ...changes,
  };
}

/** Rightly signed, whatever it says. */
function told(text: string) {
  const timestamp = String(NOW_MS / 1000);
  const message = Buffer.from(`${timestamp}\nn\n${text}\n`);
  const headers = {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': 'n',
    'Wechatpay-Serial': SERIAL,
    'Wechatpay-Signature': sign('RSA-SHA256', message, pair.privateKey).toString('base64'),
  };
  return open({ headers, body: new Uint8Array(Buffer.from(text)) });
}

const toldJson = (value: unknown) => told(JSON.stringify(value));

describe('a notice that WeChat Pay signed', () => {
  it('is opened when it is about a transfer', async () => {
    expect(await toldJson(envelope())).toEqual({
      kind: 'notice',
      billNo: BILL.out_bill_no,
      amountFen: 288,
      recipientId: BILL.openid,
      answer: { kind: 'received', receivedAtMs: NOW_MS },
    });
  });

  it('may leave out whom it is about', async () => {
    const { openid: _, ...rest } = BILL;
    expect(await toldJson(envelope({}, rest))).toMatchObject({ recipientId: null });
  });

  it('proves nothing in a state that nobody knows', async () => {
    expect(await toldJson(envelope({}, { ...BILL, state: 'OF_TOMORROW' }))).toMatchObject({
      answer: { kind: 'unknown' },
    });
  });

  it.each([
    ['another event', envelope({ event_type: 'TRANSACTION.SUCCESS' }), 'OTHER_EVENT'],
    [
      'something else inside',
      envelope({ resource: { ...sealed('{}'), original_type: 'transaction' } }),
      'OTHER_EVENT',
    ],
    [
      'another cipher',
      envelope({ resource: { ...sealed('{}'), algorithm: 'SM4_GCM' } }),
      'STRANGE_NOTICE',
    ],
    ['another kind of resource', envelope({ resource_type: 'plain' }), 'STRANGE_NOTICE'],
    ['no bill inside', envelope({}, { state: 'SUCCESS' }), 'STRANGE_NOTICE'],
    ['no JSON inside', envelope({ resource: sealed('SUCCESS') }), 'STRANGE_NOTICE'],
    ['nothing', null, 'STRANGE_NOTICE'],
  ])('is refused with %s', async (_title, value, code) => {
    expect(await toldJson(value)).toEqual({ kind: 'refused', code });
  });

  it('is refused when it is no JSON, or too large', async () => {
    expect(await told('')).toEqual({ kind: 'refused', code: 'NOT_JSON' });
    expect(await told(' '.repeat(70_000))).toEqual({ kind: 'refused', code: 'TOO_LARGE' });
  });
});
