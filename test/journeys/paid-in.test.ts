import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { startWorldProcess, type WorldProcess } from '../support/world-process';

const MINUTE_MS = 60_000;

describe('a budget that its organiser pays in', () => {
  let world: WorldProcess;
  let browser: Browser;

  beforeAll(async () => {
    world = await startWorldProcess();
    browser = await launchBrowser();
  }, MINUTE_MS);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  async function phone(phoneId: string, route: string): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: 375, height: 812 },
      hasTouch: true,
      isMobile: true,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(`${world.phoneUrl(phoneId)}#/${route}`);
    return page;
  }

  it(
    'is paid on WeChat’s page before the campaign opens, and goes back the way it came after the end',
    async () => {
      const page = await phone('organiser', 'organiser/edit/edit');
      await page.getByText('春节', { exact: true }).click();
      await page.getByPlaceholder('2–20 个字').fill('周五红包雨');
      await page.getByPlaceholder('玩家看到的发送人').fill('小满茶铺');
      await page.getByText('发放', { exact: true }).click();
      await page.getByText('活动预付', { exact: true }).click();
      await page.getByText('确认', { exact: true }).click();
      await page.getByText('去支付预算').click();

      await page.getByText('还要支付').waitFor();
      await page.getByText('微信支付', { exact: true }).click();
      await page.getByRole('dialog', { name: '支付' }).getByLabel('关闭').click();
      await page.getByText('还没有付款').waitFor();
      await page.getByText('继续支付', { exact: true }).click();
      await page.getByText('确认支付', { exact: true }).click();
      await page.getByText('完成', { exact: true }).click();
      await page.getByText('预算已付齐').waitFor();
      await page.getByText('去发布').click();

      await page.getByText('发布', { exact: true }).click();
      await page.locator('.t-dialog__button--confirm:visible').click();
      await page.getByText(/一分不差/).waitFor();
      await page.getByText('提前结束活动').click();
      await page.locator('.t-dialog__button--confirm:visible').click();
      await page.getByText('已结束').first().waitFor();
      await page.getByText('预算 · 活动预付').click();
      await page.getByText('退回余款 ¥500.00').click();
      await page.locator('.t-dialog__button--confirm:visible').click();
      await page.getByText('退款中，到账后会更新').waitFor();

      const { orders, refunds } = await world.state();
      expect(orders.map(({ amountFen, status }) => ({ amountFen, status }))).toEqual([
        { amountFen: 50_000, status: 'REFUND' },
      ]);
      expect(refunds.map(({ amountFen }) => amountFen)).toEqual([50_000]);
    },
    4 * MINUTE_MS,
  );
});
