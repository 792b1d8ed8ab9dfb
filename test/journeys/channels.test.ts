import type { Page } from 'playwright-core';
import { publish, winByRiddle } from './campaigns';
import { openWeChatsPage, takeOnWeChatsPage } from './hands';
import { saysInOneLine } from './phones';
import { setStage } from './stage';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const SCANNED = 1047;

/** How a campaign pays, and what its players do until the money is theirs. Campaigns are made by a call. */
describe('a packet reaches its player', () => {
  const stage = setStage();
  const { phone } = stage;

  const open = (title: string, channel: string, packetCount: number) =>
    publish(stage.world, { title, channel, funding: 'merchant-balance', packetCount });

  async function hasArrived(page: Page): Promise<void> {
    await page.getByText('已到账', { exact: true }).first().waitFor();
  }

  it(
    'by scanning the code, after the group’s card said so',
    async () => {
      await open('扫码谜会', 'sendminiprogramhb', 1);
      const card = await phone('player-2');
      await winByRiddle(card, '扫码谜会');
      await card.getByText('请用微信「扫一扫」活动二维码，进入后就能领取').waitFor();
      expect(await card.getByText('打开红包').count()).toBe(0);

      const scanned = await phone('player-2', 'pages/my-packets/my-packets', SCANNED);
      await scanned.getByText('扫码谜会').first().click();
      await takeOnWeChatsPage(scanned, '打开红包');
      await hasArrived(scanned);
    },
    2 * MINUTE_MS,
  );

  it(
    'by the official account, once a winner who is told so has linked it on the web page',
    async () => {
      await open('公众号谜会', 'sendredpack', 1);
      const page = await phone('player-1');
      await winByRiddle(page, '公众号谜会');

      await page.getByText('关联公众号后，红包会自动发给你').waitFor();
      await page.getByText('稍后再领').click();
      await page.getByText('关联一次就能自动收到').waitFor();
      await page.getByText('去关联', { exact: true }).click();
      await page.getByText('要先知道发给哪一位').waitFor();
      await page.getByText('去关联', { exact: true }).last().click();
      const webPage = page.frameLocator('iframe').first();
      await webPage.getByText('关联成功').waitFor();
      await webPage.getByRole('button', { name: '返回小程序' }).click();
      await page.getByText('已关联', { exact: true }).waitFor();

      const { billNo } = await sentBill();
      await stage.world.command({ do: 'open-bill', billNo });
      await stage.world.command({ do: 'move-clock', byMs: 2 * MINUTE_MS });
      const list = await phone('player-1', 'pages/my-packets/my-packets');
      await reloadUntil(list, '已到账');
    },
    2 * MINUTE_MS,
  );

  it(
    'by one tap and a confirmation; what another player leaves lying is the organiser’s again a day later',
    async () => {
      const campaignId = await open('转账谜会', 'transfer-bills', 2);
      const [quick, slow] = await Promise.all([phone('player-1'), phone('player-2')]);
      await Promise.all([winByRiddle(quick, '转账谜会'), winByRiddle(slow, '转账谜会')]);

      await takeOnWeChatsPage(quick, '立即收款');
      await hasArrived(quick);

      await (await openWeChatsPage(slow, '立即收款')).getByLabel('关闭').click();
      await slow.getByText('还没有确认收款').waitFor();
      await stage.world.command({ do: 'move-clock', byMs: 25 * HOUR_MS });

      const organiser = await phone('organiser', `organiser/live/live?campaignId=${campaignId}`);
      await saysInOneLine(organiser, '已到账¥3.00');
      await saysInOneLine(organiser, '已退回¥3.00');
      expect(await organiser.getByText(/一分不差/).count()).toBe(1);
    },
    2 * MINUTE_MS,
  );

  /** The only one: the other campaigns are paid in other ways, or have been taken. */
  async function sentBill(): Promise<{ billNo: string }> {
    const until = Date.now() + MINUTE_MS;
    while (Date.now() < until) {
      const { bills } = await stage.world.state();
      const sent = bills.find(({ status }) => status === 'SENT');
      if (sent) {
        expect(sent.recipient).toBe('小明');
        return sent;
      }
      await new Promise((wake) => setTimeout(wake, 250));
    }
    throw new Error('the player was not paid');
  }

  /** For a page that asks the cloud only when it is entered. */
  async function reloadUntil(page: Page, words: string): Promise<void> {
    for (let tries = 0; tries < 20; tries += 1) {
      const shown = page.getByText(words, { exact: true }).first();
      const seen = await shown.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
      if (seen) return;
      await page.reload();
    }
    throw new Error(`${words} did not appear`);
  }
});
