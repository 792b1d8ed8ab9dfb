import { payEndpoint, WECHAT_PAY_URL } from '../../../server/adapters/wechatpay/endpoint';
import { quietHoursOf, readSettings } from '../../../server/adapters/wechatpay/settings';
import type { WxCloud } from '../../../server/compose';
import { payoutChecker, payoutSender } from '../../../server/compose-payout';
import { NIGHT } from '../../../server/domain/quiet-hours';

const STAND_IN = '{"URL":"http://127.0.0.1:40000/admin"}';
const SANDBOX = 'https://127.0.0.1:40001';

const ENV = {
  WECHATPAY_MCH_ID: '1900000109',
  WECHATPAY_API_KEY: '0'.repeat(32),
  WECHATPAY_WXAPPID: 'wx8888888888888888',
  WECHATPAY_CERTIFICATE_FILE_ID: 'cloud://env/apiclient_cert.p12',
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

describe('the environment of the payout functions', () => {
  it('gives merchant, certificate and the usual night', () => {
    expect(readSettings(ENV)).toEqual({
      ok: true,
      settings: {
        merchant: {
          mchId: '1900000109',
          apiKey: '0'.repeat(32),
          wxappid: 'wx8888888888888888',
          clientIp: '127.0.0.1',
        },
        certificate: { kind: 'p12', fileId: 'cloud://env/apiclient_cert.p12' },
        baseUrl: WECHAT_PAY_URL,
        quietHours: NIGHT,
      },
    });
  });

  it.each(Object.keys(ENV))('names %s when it is missing (F-67)', (name) => {
    expect(readSettings({ ...ENV, [name]: '' })).toEqual({ ok: false, missing: name });
  });

  it('takes a pair of PEM files instead of the p12 file, but not half of it', () => {
    const pem = {
      ...ENV,
      WECHATPAY_CERTIFICATE_FILE_ID: '',
      WECHATPAY_CERT_PEM_FILE_ID: 'cloud://c',
    };
    expect(readSettings(pem)).toEqual({ ok: false, missing: 'WECHATPAY_KEY_PEM_FILE_ID' });
    expect(readSettings({ ...pem, WECHATPAY_KEY_PEM_FILE_ID: 'cloud://k' })).toMatchObject({
      settings: {
        certificate: { kind: 'pem', certificateFileId: 'cloud://c', keyFileId: 'cloud://k' },
      },
    });
  });

  it.each([
    ['WECHATPAY_MCH_ID', '19000001o9'],
    ['WECHATPAY_WXAPPID', 'wx123'],
    ['WECHATPAY_QUIET_HOURS', 'at night'],
  ])('refuses to start with a %s that cannot be meant, without repeating it', (name, value) => {
    expect(() => readSettings({ ...ENV, [name]: value })).toThrow(name);
    expect(() => readSettings({ ...ENV, [name]: value })).not.toThrow(value);
  });

  it('reads quiet hours', () => {
    expect(quietHoursOf(undefined)).toBe(NIGHT);
    expect(quietHoursOf('off')).toBeNull();
    expect(quietHoursOf('1-7/60')).toEqual({ fromHour: 1, toHour: 7, marginMs: 60_000 });
  });
});

describe('a payout function', () => {
  const TIMER = { Type: 'Timer', TriggerName: 'every-minute', Time: '', Message: '' };

  it.each([
    ['a phone', TIMER, { OPENID: 'oxTWIuGaIt6gTKsQRLau2M0yL16E' }],
    ['another function', TIMER, { SOURCE: 'wx_client,scf' }],
    ['a call that is no timer’s', {}, {}],
    ['an event without anything', null, {}],
  ])('refuses %s and touches nothing (A-03, A-04)', async (_title, event, context) => {
    const written = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    for (const compose of [payoutSender, payoutChecker]) {
      const main = compose(ENV, cloudThatMustNotBeAsked(context));
      expect(await main(event)).toMatchObject({ ok: false, failure: { code: 'FORBIDDEN' } });
    }
    written.mockRestore();
  });
});

function cloudThatMustNotBeAsked(context: object): WxCloud {
  const mustNotBeAsked = () => {
    throw new Error('the database was asked');
  };
  return {
    DYNAMIC_CURRENT_ENV: '',
    init: () => {},
    database: () => ({ command: {}, collection: mustNotBeAsked }),
    downloadFile: mustNotBeAsked,
    openapi: { security: { msgSecCheck: mustNotBeAsked } },
    getWXContext: () => context,
  } as unknown as WxCloud;
}
