import { balanceLines } from '../../../miniprogram/organiser/components/balance-card/balance-lines';
import {
  channelOptions,
  channelProblem,
  preferredChannel,
} from '../../../miniprogram/organiser/edit/pay-view';
import { fromBeijing } from '../../../miniprogram/shared/beijing-time';
import type { BalanceView } from '../../../miniprogram/shared/contract/balance';
import type { ChannelReadiness } from '../../../miniprogram/shared/contract/organiser';

const NOW_MS = fromBeijing(2026, 11, 21, 20, 0);

const READINESS: readonly ChannelReadiness[] = [
  { channel: 'transfer-bills', missing: ['WECHATPAY_API_V3_KEY', 'WECHATPAY_PUBLIC_KEY_ID'] },
  { channel: 'sendredpack', missing: [] },
];

describe('the channels to choose from', () => {
  const options = channelOptions(READINESS);
  const option = (channel: string) => options.find((one) => one.channel === channel)!;

  it('name what is missing in words, and no setting by its code', () => {
    expect(option('transfer-bills').missing).toBe('还缺接口密钥（v3）、微信支付公钥的编号');
    expect(option('sendredpack')).toMatchObject({ isReady: true, missing: '' });
  });

  it('do not count one as ready that the deployment does not know', () => {
    expect(option('sendminiprogramhb').isReady).toBe(false);
  });

  it('tell each one’s amounts', () => {
    expect(option('transfer-bills').range).toBe('每个 0.10–200.00 元');
    expect(option('sendredpack').range).toBe('每个 1.00–200.00 元');
  });

  it('keep a draft from being published only while its own is not ready', () => {
    expect(channelProblem(options, 'transfer-bills')).toContain('接口密钥（v3）');
    expect(channelProblem(options, 'sendredpack')).toBe('');
  });

  it('begin with transfers, unless only another one works', () => {
    expect(preferredChannel(READINESS)).toBe('sendredpack');
    expect(preferredChannel([])).toBe('transfer-bills');
    const all = READINESS.map(({ channel }) => ({ channel, missing: [] }));
    expect(preferredChannel(all)).toBe('transfer-bills');
  });
});

describe('the merchant’s balance', () => {
  const balance = (part: Partial<BalanceView['accounts'][number]>): BalanceView => ({
    mayDeclare: false,
    accounts: [
      {
        account: 'transfer',
        freeFen: 12_345,
        setAsideFen: 200,
        declaredAtMs: NOW_MS,
        shortSinceMs: null,
        ...part,
      },
    ],
  });

  it('says what is free, what is set aside, and since when', () => {
    expect(balanceLines(balance({}), 'transfer', NOW_MS)).toEqual({
      name: '商户运营账户',
      freeYuan: '123.45',
      fieldYuan: '123.45',
      detail: '各活动已预留 ¥2.00，今天 20:00 登记',
      mayDeclare: false,
    });
  });

  it('parts many digits for reading, not for a field', () => {
    const much = balanceLines(balance({ freeFen: 876_543_210 }), 'transfer', NOW_MS);
    expect(much).toMatchObject({ freeYuan: '8,765,432.10', fieldYuan: '8765432.10' });
  });

  it('asks finance when nobody has declared one', () => {
    const nobody = balanceLines(balance({ freeFen: null, declaredAtMs: null }), 'transfer', NOW_MS);
    expect(nobody.freeYuan).toBe('');
    expect(nobody.detail).toContain('请财务登记');
    expect(balanceLines(balance({}), 'red-packet', NOW_MS).freeYuan).toBe('');
  });

  it('says when WeChat Pay had less than was declared, instead of an amount', () => {
    const short = balanceLines(balance({ shortSinceMs: NOW_MS }), 'transfer', NOW_MS);
    expect(short.freeYuan).toBe('');
    expect(short.detail).toContain('重新登记');
  });

  it('shows an empty account as empty, not as unknown', () => {
    expect(balanceLines(balance({ freeFen: 0 }), 'transfer', NOW_MS).freeYuan).toBe('0.00');
  });
});
