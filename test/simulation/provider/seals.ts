/* What WeChat Pay signs and seals, and what somebody without its key makes of it. */
import { createCipheriv, createHash, createSign, generateKeyPairSync } from 'node:crypto';
import type { Files } from '../../../server/ports/files';
import { MCH_ID, MINI_APPID } from './merchant';

/** As much of a request as matters. */
export interface Notice {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Shared by all worlds of a process: making a key takes longer than a world. */
const PROVIDER = generateKeyPairSync('rsa', { modulusLength: 2048 });
const STRANGER = generateKeyPairSync('rsa', { modulusLength: 2048 });
const SERIAL = 'PUB_KEY_ID_0000000000000000000000';
const API_V3_KEY = '0123456789abcdef0123456789abcdef';
const API_KEY = '89abcdef0123456789abcdef01234567';
const STRANGERS_KEY = 'ffffffffffffffffffffffffffffffff';
const NONCE = 'fdasflkja484';

/** What the deployment is set up with to open notices of transfers. */
export const TRANSFER_NOTICE_SETTINGS = {
  WECHATPAY_MCH_ID: MCH_ID,
  WECHATPAY_API_V3_KEY: API_V3_KEY,
  WECHATPAY_PUBLIC_KEY_ID: SERIAL,
  WECHATPAY_PUBLIC_KEY_FILE_ID: 'public-key.pem',
} as const;

/** To whom orders are paid. */
export const ORDER_MERCHANT = {
  mchId: MCH_ID,
  appid: MINI_APPID,
  apiKey: API_KEY,
  clientIp: '127.0.0.1',
} as const;

export const keyFiles: Files = {
  download: async () =>
    Buffer.from(PROVIDER.publicKey.export({ type: 'spki', format: 'pem' }) as string),
};

/**
 * The notice that a transfer has ended. A forger is given the key of the sealing for good measure, but
 * signs with a key of their own.
 */
export function transferNotice(record: object, atMs: number, isForged: boolean): Notice {
  const associatedData = 'mch_payment';
  const cipher = createCipheriv('aes-256-gcm', API_V3_KEY, NONCE).setAAD(
    Buffer.from(associatedData),
  );
  const sealed = Buffer.concat([
    cipher.update(JSON.stringify(record)),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  const body = JSON.stringify({
    event_type: 'MCHTRANSFER.BILL.FINISHED',
    resource_type: 'encrypt-resource',
    resource: {
      original_type: 'mch_payment',
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: sealed.toString('base64'),
      associated_data: associatedData,
      nonce: NONCE,
    },
  });
  const timestamp = String(Math.floor(atMs / 1000));
  const { privateKey } = isForged ? STRANGER : PROVIDER;
  const signature = createSign('RSA-SHA256')
    .update(`${timestamp}\n${NONCE}\n${body}\n`)
    .sign(privateKey, 'base64');
  const headers = {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': NONCE,
    'wechatpay-signature': signature,
    'wechatpay-serial': SERIAL,
  };
  return { headers, body };
}

type Fields = Readonly<Record<string, string>>;

/** 支付结果通知, signed with the v2 key, or with one that is not. */
export function orderNotice(about: Fields, isForged: boolean): Notice {
  const fields: Fields = {
    return_code: 'SUCCESS',
    result_code: 'SUCCESS',
    appid: MINI_APPID,
    mch_id: MCH_ID,
    nonce_str: NONCE,
    ...about,
  };
  const pairs = Object.keys(fields)
    .sort()
    .map((name) => `${name}=${fields[name]}`);
  const text = [...pairs, `key=${isForged ? STRANGERS_KEY : API_KEY}`].join('&');
  const sign = createHash('md5').update(text, 'utf8').digest('hex').toUpperCase();
  return { headers: {}, body: xmlOf('xml', { ...fields, sign }) };
}

/** 退款结果通知: what it says is sealed with the v2 key. */
export function refundNotice(about: Fields, isForged: boolean): Notice {
  const apiKey = isForged ? STRANGERS_KEY : API_KEY;
  const key = createHash('md5').update(apiKey).digest('hex');
  const cipher = createCipheriv('aes-256-ecb', key, null);
  const sealed = Buffer.concat([cipher.update(xmlOf('root', about)), cipher.final()]);
  const fields = {
    return_code: 'SUCCESS',
    appid: MINI_APPID,
    mch_id: MCH_ID,
    nonce_str: NONCE,
    req_info: sealed.toString('base64'),
  };
  return { headers: {}, body: xmlOf('xml', fields) };
}

function xmlOf(root: string, fields: Fields): string {
  const rows = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<${root}>${rows.join('')}</${root}>`;
}
