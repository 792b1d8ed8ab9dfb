import { build } from 'esbuild';
import { PAYOUT_CHANNELS, type PayoutChannel } from '../../../miniprogram/shared/channels';
import { CHANNEL_ADAPTERS } from '../../../server/adapters/wechatpay/channels';
import { MISSING_SETTINGS } from '../../../server/adapters/wechatpay/channels/readiness';
import { payEndpoint, WECHAT_PAY_URL } from '../../../server/adapters/wechatpay/endpoint';
import {
  certificateOf,
  notifyUrlOf,
  quietHoursOf,
} from '../../../server/adapters/wechatpay/settings';
import { NIGHT } from '../../../server/domain/quiet-hours';

const STAND_IN = '{"URL":"http://127.0.0.1:40000/admin"}';
const SANDBOX = 'https://127.0.0.1:40001';

const ENV = {
  WECHATPAY_MCH_ID: '1900000109',
  WECHATPAY_API_KEY: '0'.repeat(32),
  WECHATPAY_API_V3_KEY: '1'.repeat(32),
  WECHATPAY_WXAPPID: 'wx8888888888888888',
  WECHATPAY_MINI_APPID: 'wx6666666666666666',
  WECHATPAY_CERTIFICATE_FILE_ID: 'cloud://env/apiclient_cert.p12',
  WECHATPAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_0119000001092026112100000000000000',
  WECHATPAY_PUBLIC_KEY_FILE_ID: 'cloud://env/pub_key.pem',
  WECHATPAY_NOTIFY_URL: 'https://pay.example.com/notice',
  OFFICIAL_ACCOUNT_SECRET: '2'.repeat(32),
  IDENTITY_LINK_URL: 'https://pay.example.com/link',
};

const TOOLS = {
  files: { download: async () => null },
  clock: () => 0,
  randomBytes: (length: number) => new Uint8Array(length),
  deadlineMs: 1_000,
};

describe('where payments go', () => {
  it('is WeChat Pay, unless both the cloud and the sandbox are on this machine', () => {
    expect(payEndpoint(undefined, undefined)).toBe(WECHAT_PAY_URL);
    expect(payEndpoint('', '{"URL":"https://tcb.tencentcloudapi.com"}')).toBe(WECHAT_PAY_URL);
    expect(payEndpoint(SANDBOX, STAND_IN)).toBe(SANDBOX);
  });

  it.each([
    ['a sandbox while the cloud is real', SANDBOX, undefined],
    ['a sandbox while the cloud is elsewhere', SANDBOX, '{"URL":"https://cloud.example/admin"}'],
    ['another host', 'https://api.mch.weixin.qq.com.example', STAND_IN],
    ['a host that only looks like this machine', 'https://127.0.0.1.example', STAND_IN],
    ['a sandbox without TLS', 'http://127.0.0.1:40001', STAND_IN],
    ['no address at all', 'sandbox', STAND_IN],
    ['the real WeChat Pay while the cloud is a stand-in', undefined, STAND_IN],
  ])('refuses to start with %s', (_title, url, context) => {
    expect(() => payEndpoint(url, context)).toThrow();
  });
});

describe('what a channel needs', () => {
  const names = (channel: PayoutChannel) => MISSING_SETTINGS[channel]({});

  it('is told by name, and all of it (F-67)', () => {
    expect(names('sendredpack')).toEqual([
      'WECHATPAY_MCH_ID',
      'WECHATPAY_API_KEY',
      'WECHATPAY_WXAPPID',
      'WECHATPAY_CERTIFICATE_FILE_ID',
      'OFFICIAL_ACCOUNT_SECRET',
      'IDENTITY_LINK_URL',
    ]);
    expect(names('sendminiprogramhb')).toEqual([
      'WECHATPAY_MCH_ID',
      'WECHATPAY_API_KEY',
      'WECHATPAY_MINI_APPID',
      'WECHATPAY_CERTIFICATE_FILE_ID',
    ]);
    expect(names('transfer-bills')).toEqual([
      'WECHATPAY_MCH_ID',
      'WECHATPAY_API_V3_KEY',
      'WECHATPAY_MINI_APPID',
      'WECHATPAY_CERTIFICATE_FILE_ID',
      'WECHATPAY_NOTIFY_URL',
      'WECHATPAY_PUBLIC_KEY_ID',
      'WECHATPAY_PUBLIC_KEY_FILE_ID',
    ]);
  });

  it.each(PAYOUT_CHANNELS)('is all there when it is set, and then %s opens', (channel) => {
    expect(CHANNEL_ADAPTERS[channel].missing(ENV)).toEqual([]);
    CHANNEL_ADAPTERS[channel].open(ENV, TOOLS).close();
    expect(CHANNEL_ADAPTERS[channel].missing({ ...ENV, WECHATPAY_MCH_ID: '' })).toEqual([
      'WECHATPAY_MCH_ID',
    ]);
  });

  it('may be a pair of PEM files instead of the p12 file, but not half of it', () => {
    const pem = {
      ...ENV,
      WECHATPAY_CERTIFICATE_FILE_ID: '',
      WECHATPAY_CERT_PEM_FILE_ID: 'cloud://c',
    };
    for (const channel of PAYOUT_CHANNELS) {
      expect(MISSING_SETTINGS[channel](pem)).toEqual(['WECHATPAY_KEY_PEM_FILE_ID']);
    }
    expect(certificateOf({ ...pem, WECHATPAY_KEY_PEM_FILE_ID: 'cloud://k' })).toEqual({
      kind: 'pem',
      certificateFileId: 'cloud://c',
      keyFileId: 'cloud://k',
    });
  });

  it('may be the platform certificate instead of the public key, but not half of that', () => {
    const { WECHATPAY_PUBLIC_KEY_ID: id, WECHATPAY_PUBLIC_KEY_FILE_ID: _, ...rest } = ENV;
    const certified = { ...rest, WECHATPAY_PLATFORM_CERT_FILE_ID: 'cloud://p' };
    expect(MISSING_SETTINGS['transfer-bills'](certified)).toEqual([]);
    expect(
      MISSING_SETTINGS['transfer-bills']({ ...certified, WECHATPAY_PUBLIC_KEY_ID: id }),
    ).toEqual(['WECHATPAY_PUBLIC_KEY_FILE_ID']);
  });

  it('can be asked for without loading anything of the provider', async () => {
    const { outputFiles } = await build({
      entryPoints: ['server/adapters/wechatpay/channels/readiness.ts'],
      bundle: true,
      platform: 'node',
      write: false,
    });
    expect(outputFiles[0]?.text).not.toMatch(/node:https|node-forge|fast-xml-parser|valibot/);
  });
});

describe('a setting that cannot be meant', () => {
  it.each<[PayoutChannel, string, string]>([
    ['sendredpack', 'WECHATPAY_MCH_ID', '19000001o9'],
    ['sendredpack', 'WECHATPAY_WXAPPID', 'wx123'],
    ['sendminiprogramhb', 'WECHATPAY_MINI_APPID', 'gh_123'],
    ['transfer-bills', 'WECHATPAY_MINI_APPID', 'gh_123'],
    ['transfer-bills', 'WECHATPAY_PUBLIC_KEY_ID', '7132D72A03E93CDDF8C03BBD1F37EEDF'],
    ['transfer-bills', 'WECHATPAY_NOTIFY_URL', 'http://pay.example.com/notice'],
    ['transfer-bills', 'WECHATPAY_NOTIFY_URL', 'https://pay.example.com/notice?from=wechat'],
    ['transfer-bills', 'WECHATPAY_NOTIFY_URL', 'https://pay.example.com/notice/'],
  ])('keeps %s from starting: %s, whose value is not repeated', (channel, name, value) => {
    const open = () => CHANNEL_ADAPTERS[channel].open({ ...ENV, [name]: value }, TOOLS);
    expect(open).toThrow(name);
    expect(open).not.toThrow(value);
  });

  it('may be the hours of the night', () => {
    expect(quietHoursOf(undefined)).toBe(NIGHT);
    expect(quietHoursOf('off')).toBeNull();
    expect(quietHoursOf('1-7/60')).toEqual({ fromHour: 1, toHour: 7, marginMs: 60_000 });
    expect(() => quietHoursOf('at night')).toThrow('WECHATPAY_QUIET_HOURS');
  });
});

describe('where the provider reports to', () => {
  it('is one address with a path for each kind of notice', () => {
    expect(notifyUrlOf(ENV, '/transfer')).toBe('https://pay.example.com/notice/transfer');
  });

  it('is on this machine exactly when the provider is', () => {
    const local = { ...ENV, TCB_CONTEXT_CNFG: STAND_IN, WECHATPAY_BASE_URL: SANDBOX };
    expect(() => notifyUrlOf(local, '/transfer')).toThrow('WECHATPAY_NOTIFY_URL');
    const here = { ...local, WECHATPAY_NOTIFY_URL: 'http://127.0.0.1:8080/notice' };
    expect(notifyUrlOf(here, '/transfer')).toBe('http://127.0.0.1:8080/notice/transfer');
  });
});
