import { createVerify, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { forgeryOf } from '../../../server/adapters/wechatpay/v3/authenticity';
import { authorizationOf } from '../../../server/adapters/wechatpay/v3/authorization';
import { unseal } from '../../../server/adapters/wechatpay/v3/decrypt';
import { JSON_BYTES_MOST, readJson } from '../../../server/adapters/wechatpay/v3/json';
import { platformKeyLoader } from '../../../server/adapters/wechatpay/v3/platform-keys';

const NOW_MS = Date.UTC(2026, 10, 21, 4);
const SERIAL = 'PUB_KEY_ID_0119000001092026112100000000000000';

const newPair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
const own = newPair();
const foreign = newPair();

describe('the authorization of a request', () => {
  const SIGNER = {
    mchId: '1900000109',
    serialNo: '5157F09EFDC096DE',
    privateKeyPem: own.privateKey,
  };
  const AT = { atMs: NOW_MS + 999, nonce: '593BEC0C930BF1AFEB40B4A08C8FB242' };

  function parametersOf(header: string): Record<string, string> {
    const [scheme, list = ''] = header.split(' ');
    expect(scheme).toBe('WECHATPAY2-SHA256-RSA2048');
    return Object.fromEntries(
      list.split(',').map((part) => {
        const [, name = '', value = ''] = /^(\w+)="(.*)"$/.exec(part) ?? [];
        return [name, value];
      }),
    );
  }

  it.each([
    ['POST', '/v3/fund-app/mch-transfer/transfer-bills', '{"transfer_remark":"新年快乐"}'],
    ['GET', '/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/1?x=1', ''],
  ] as const)('signs five lines of a %s, each with its end', (method, path, body) => {
    const header = authorizationOf({ method, path, body }, SIGNER, AT);
    const { signature = '', ...named } = parametersOf(header);
    expect(named).toEqual({
      mchid: '1900000109',
      nonce_str: AT.nonce,
      timestamp: String(NOW_MS / 1000),
      serial_no: '5157F09EFDC096DE',
    });
    const message = `${method}\n${path}\n${NOW_MS / 1000}\n${AT.nonce}\n${body}\n`;
    const verifier = createVerify('RSA-SHA256').update(message);
    expect(verifier.verify(own.publicKey, signature, 'base64')).toBe(true);
  });
});

describe('a message of WeChat Pay', () => {
  const stored: Record<string, string> = { 'cloud://pub_key.pem': own.publicKey };
  const { load } = platformKeyLoader({
    source: { publicKey: { id: SERIAL, fileId: 'cloud://pub_key.pem' }, certificateFileId: null },
    files: {
      download: async (id) => (stored[id] ? new Uint8Array(Buffer.from(stored[id])) : null),
    },
    clock: () => NOW_MS,
  });

  interface Signing {
    readonly atMs?: number;
    readonly key?: string;
    readonly text?: string;
  }

  function signed(
    body: string,
    { atMs = NOW_MS, key = own.privateKey, text = body }: Signing = {},
  ) {
    const timestamp = String(Math.floor(atMs / 1000));
    const message = Buffer.from(`${timestamp}\nnonce\n${text}\n`);
    return {
      'wechatpay-timestamp': timestamp,
      'wechatpay-nonce': 'nonce',
      'wechatpay-serial': SERIAL,
      'wechatpay-signature': sign('RSA-SHA256', message, key).toString('base64'),
    };
  }

  async function forgery(headers: Record<string, string>, body = '{}') {
    const loaded = await load();
    if (!loaded.ok) throw new Error(loaded.detail);
    return forgeryOf({ headers, body: new Uint8Array(Buffer.from(body)) }, loaded.keys, NOW_MS);
  }

  it('is proven by its signature, over bytes and not over meaning', async () => {
    expect(await forgery(signed('{"a":"新年"}'), '{"a":"新年"}')).toBeNull();
    expect(await forgery(signed(''), '')).toBeNull();
    expect(await forgery(signed('{"a":1}'), '{"a": 1}')).toBe('BAD_SIGNATURE');
  });

  it.each([
    ['another key', signed('{}', { key: foreign.privateKey }), 'BAD_SIGNATURE'],
    ['another body', signed('{}', { text: '{"a":1}' }), 'BAD_SIGNATURE'],
    [
      'another time than was signed',
      { ...signed('{}'), 'wechatpay-timestamp': String(NOW_MS / 1000 + 1) },
      'BAD_SIGNATURE',
    ],
    ['another nonce', { ...signed('{}'), 'wechatpay-nonce': 'other' }, 'BAD_SIGNATURE'],
    ['no signature', { ...signed('{}'), 'wechatpay-signature': '' }, 'SIGNATURE_MISSING'],
    [
      'a probe',
      { ...signed('{}'), 'wechatpay-signature': 'WECHATPAY/SIGNTEST/AAAA' },
      'SIGNATURE_PROBE',
    ],
    [
      'a serial nobody knows',
      { ...signed('{}'), 'wechatpay-serial': `${SERIAL}1` },
      'SIGNATURE_SERIAL_UNKNOWN',
    ],
    ['a time that is none', { ...signed('{}'), 'wechatpay-timestamp': '1e9' }, 'SIGNATURE_OLD'],
    ['more than five minutes ago', signed('{}', { atMs: NOW_MS - 301_000 }), 'SIGNATURE_OLD'],
    ['more than five minutes ahead', signed('{}', { atMs: NOW_MS + 301_000 }), 'SIGNATURE_OLD'],
  ])('with %s proves nothing', async (_title, headers, expected) => {
    expect(await forgery(headers)).toBe(expected);
  });

  it('may be as old as five minutes', async () => {
    expect(await forgery(signed('{}', { atMs: NOW_MS - 300_000 }))).toBeNull();
    expect(await forgery(signed('{}', { atMs: NOW_MS + 300_000 }))).toBeNull();
  });

  it('cannot be judged with a key that is missing, or is not WeChat Pay’s half', async () => {
    const loaderOf = (pem: string) =>
      platformKeyLoader({
        source: { publicKey: { id: SERIAL, fileId: 'cloud://x' }, certificateFileId: null },
        files: { download: async () => (pem === '' ? null : new Uint8Array(Buffer.from(pem))) },
        clock: () => NOW_MS,
      });
    for (const pem of ['', 'not a key', own.privateKey, own.publicKey.slice(0, 200)]) {
      expect(await loaderOf(pem).load()).toMatchObject({ fault: 'PLATFORM_KEY_UNREADABLE' });
    }
    expect(await loaderOf(own.publicKey).load()).toMatchObject({ ok: true });
  });
});

describe('what is sealed with the APIv3 key', () => {
  const KEY = '0123456789abcdef0123456789abcdef';
  const SEALED = {
    ciphertext:
      'DUcclrHBBYhSdGkV69Hc0kc2mwLiwd2QDAcZIiV27Pb6eQMalsV7I4ixXvHv+dpoSKql/gpnmkCtp9OtJMCUW59mXp07zWFo+0aCgE7rwK17frzR1elIzQ==',
    nonce: 'fdasflkja484',
    associatedData: 'mch_payment',
  };

  it('opens with it', () => {
    expect(unseal(SEALED, KEY)).toBe(
      '{"out_bill_no":"plfk2020042013","state":"SUCCESS","transfer_amount":188}',
    );
  });

  it.each([
    ['another key', SEALED, KEY.replace('0', '1')],
    ['another nonce', { ...SEALED, nonce: 'fdasflkja485' }, KEY],
    ['other associated data', { ...SEALED, associatedData: 'transaction' }, KEY],
    ['a touched ciphertext', { ...SEALED, ciphertext: `E${SEALED.ciphertext.slice(1)}` }, KEY],
    ['a cut ciphertext', { ...SEALED, ciphertext: SEALED.ciphertext.slice(0, 40) }, KEY],
    ['nothing', { ...SEALED, ciphertext: '' }, KEY],
    ['an empty nonce', { ...SEALED, nonce: '' }, KEY],
  ])('does not open with %s', (_title, sealed, key) => {
    expect(unseal(sealed, key)).toBeNull();
  });

  it('never throws, whatever arrives', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (ciphertext, nonce, associatedData) => {
        expect(unseal({ ciphertext, nonce, associatedData }, KEY)).toBeNull();
      }),
      { numRuns: 300, seed: 21 },
    );
  });
});

describe('a JSON body', () => {
  const read = (text: string) => readJson(new Uint8Array(Buffer.from(text)));

  it('is read whatever its white space, and with a byte order mark', () => {
    expect(read('\ufeff\n{"a": [1] }\r\n')).toEqual({ ok: true, value: { a: [1] } });
  });

  it('is refused when it is cut, too large or no text', () => {
    expect(read('{"a":')).toEqual({ ok: false, reason: 'NOT_JSON' });
    expect(read('')).toEqual({ ok: false, reason: 'NOT_JSON' });
    expect(readJson(Uint8Array.of(0x7b, 0xff))).toEqual({ ok: false, reason: 'NOT_UTF8' });
    expect(readJson(new Uint8Array(JSON_BYTES_MOST + 1))).toMatchObject({ reason: 'TOO_LARGE' });
  });
});
