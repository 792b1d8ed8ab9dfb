/** WeChat's own pages around money: what the player can do there, and what the mini program hears. */
import type { Page } from 'playwright-core';
import type { PaymentPage, PaymentRequest, Payments } from '../../../local/simulator';
import { trapProgram } from '../../support/trap-program';

const PAGES: Record<PaymentRequest['call'], PaymentPage> = {
  requestPayment: { kind: 'order', payee: '小满茶铺', goods: '活动预存', amountFen: 100_000 },
  requestMerchantTransfer: {
    kind: 'transfer',
    payer: '红包派对',
    remark: '新春红包雨奖励',
    amountFen: 188,
    received: false,
  },
  sendBizRedPacket: {
    kind: 'red-packet',
    sender: '小满茶铺',
    wishing: '恭喜发财，大吉大利',
    amountFen: 666,
    received: false,
  },
};

let asked: { phoneId: string; step: 'open' | 'agree'; request: PaymentRequest }[] = [];
let refuse: { step: 'open' | 'agree'; errMsg: string } | null = null;

const answer =
  (step: 'open' | 'agree'): Payments['open'] =>
  (phoneId, request) => {
    asked.push({ phoneId, step, request });
    if (refuse?.step === step) return { ok: false, errMsg: refuse.errMsg };
    return { ok: true, page: PAGES[request.call] };
  };

const program = trapProgram(undefined, { open: answer('open'), agree: answer('agree') });
const { expectText, text, errors } = program;

async function open(search = ''): Promise<Page> {
  asked = [];
  refuse = null;
  return program.open('pages/payments/payments', { search });
}
const leave = (page: Page) => page.getByRole('dialog').getByLabel('关闭').click();
const steps = () => asked.map(({ step }) => step);

describe('wx.requestPayment', () => {
  it('is paid on the cash desk, and the mini program hears it when the player is done', async () => {
    const page = await open();
    await page.click('#order');
    const desk = page.getByRole('dialog', { name: '支付' });
    await desk.getByText('1000.00').waitFor();
    expect(await desk.innerText()).toMatch(/小满茶铺[\s\S]*活动预存[\s\S]*零钱/);
    await desk.getByText('确认支付').click();
    await page.getByText('支付成功').waitFor();
    expect(await text('#outcome')).toBe('');
    await page.getByText('完成').click();
    await expectText('#outcome', 'success requestPayment:ok');
    expect(steps()).toEqual(['open', 'agree']);
    expect(errors()).toEqual([]);
  });

  it('fails with cancel when the player closes it, and nothing is paid', async () => {
    const page = await open();
    await page.click('#order');
    await leave(page);
    await expectText('#outcome', 'fail requestPayment:fail cancel');
    expect(steps()).toEqual(['open']);
  });

  it('is refused without a page when WeChat refuses the call', async () => {
    const page = await open();
    refuse = { step: 'open', errMsg: 'requestPayment:fail 支付验证签名失败' };
    await page.click('#order');
    await expectText('#outcome', 'fail requestPayment:fail 支付验证签名失败');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('refuses a timeStamp that is a number, and promises what it has no callback for', async () => {
    const page = await open();
    await page.click('#wrong');
    await expectText(
      '#outcome',
      'rejected requestPayment:fail parameter error: parameter.timeStamp should be String instead of Number;',
    );
    expect(asked).toEqual([]);
  });
});

describe('wx.requestMerchantTransfer', () => {
  it('shows the transfer; success means shown and closed, taken or not', async () => {
    const page = await open();
    await page.click('#transfer');
    const sheet = page.getByRole('dialog', { name: '收款' });
    await sheet.getByText('1.88').waitFor();
    expect(await sheet.innerText()).toMatch(/红包派对[\s\S]*新春红包雨奖励/);
    await leave(page);
    await expectText('#outcome', 'success requestMerchantTransfer:ok');
    expect(steps()).toEqual(['open']);
  });

  it('takes the money on 确认收款', async () => {
    const page = await open();
    await page.click('#transfer');
    await page.getByText('确认收款').click();
    await page.getByText('你已收款').waitFor();
    await page.getByText('完成').click();
    await expectText('#outcome', 'success requestMerchantTransfer:ok');
    expect(steps()).toEqual(['open', 'agree']);
    expect(asked[1]).toMatchObject({
      phoneId: asked[0]?.phoneId,
      request: { params: { mchId: 'm', appId: 'a', package: 'p' } },
    });
  });

  it('says why it can no longer be taken, and stays until it is closed', async () => {
    const page = await open();
    await page.click('#transfer');
    refuse = { step: 'agree', errMsg: 'requestMerchantTransfer:fail 单据已关闭' };
    await page.getByText('确认收款').click();
    await page.getByText('单据已关闭', { exact: true }).waitFor();
    await leave(page);
    await expectText('#outcome', 'success requestMerchantTransfer:ok');
  });
});

describe('wx.sendBizRedPacket', () => {
  it('opens a red packet, with the scene in which the mini program was entered', async () => {
    const page = await open('?scene=1047');
    expect(await text('#scene')).toBe('1047 1047');
    await page.click('#packet');
    const packet = page.getByRole('dialog', { name: '红包' });
    await packet.getByText('恭喜发财，大吉大利').waitFor();
    expect(await packet.innerText()).not.toContain('6.66');
    await packet.getByText('開').click();
    await packet.getByText('6.66').waitFor();
    await leave(page);
    await expectText('#outcome', 'success sendBizRedPacket:ok');
    expect(asked.map(({ request }) => request.scene)).toEqual([1047, 1047]);
  });

  it('is a cancel when the player leaves it closed', async () => {
    const page = await open();
    await page.click('#packet');
    await leave(page);
    await expectText('#outcome', 'fail sendBizRedPacket:cancel');
    expect(steps()).toEqual(['open']);
  });
});

it('an old WeChat has neither transfer nor red packet, and says so beforehand', async () => {
  const page = await open();
  expect(await text('#support')).toBe('true true true');
  await open('?old');
  expect(await text('#support')).toBe('true false false');
  await page.click('#transfer');
  await expectText('#outcome', 'fail requestMerchantTransfer:fail not supported');
});

it('a phone without network reaches no payment', async () => {
  const page = await open('?offline');
  await page.click('#order');
  await expectText('#outcome', 'fail requestPayment:fail request:fail the phone is offline');
  expect(asked).toEqual([]);
});
