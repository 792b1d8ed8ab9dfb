import type { WxCloud } from '../../../server/compose';
import { payoutChecker, payoutSender } from '../../../server/compose-payout';

const ENV = {
  WECHATPAY_MCH_ID: '1900000109',
  WECHATPAY_API_KEY: '0'.repeat(32),
  WECHATPAY_WXAPPID: 'wx8888888888888888',
  WECHATPAY_CERTIFICATE_FILE_ID: 'cloud://env/apiclient_cert.p12',
};

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
