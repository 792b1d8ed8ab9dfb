import type { Page } from 'playwright-core';
import { nextRound, playRain, solveRiddles, takeOnWeChatsPage } from './hands';
import { setStage } from './stage';

const MINUTE_MS = 60_000;

describe('the main job, in a browser', () => {
  const stage = setStage();
  const { phone } = stage;

  async function winOnePacket(page: Page, title: string): Promise<void> {
    await page.getByText(title).first().click();
    const dealt = nextRound(page);
    await page.getByText('进入', { exact: true }).click();
    await playRain(page, await dealt);
    await page.waitForURL(/pages\/packet/);
    await page.getByText('開', { exact: true }).last().click();
    await page.getByText('立即收款').waitFor();
  }

  async function takeTheMoney(page: Page): Promise<void> {
    await takeOnWeChatsPage(page, '立即收款');
    await page.getByText('已到账').first().waitFor();
  }

  it(
    'goes from an organiser who publishes, over two players who play, to money that one of them opened, to the fen on the organiser’s page',
    async () => {
      const organiser = await phone('organiser', 'organiser/edit/edit');
      await organiser.getByText('春节', { exact: true }).click();
      await organiser.getByPlaceholder('2–20 个字').fill('周五红包雨');
      await organiser.getByPlaceholder('玩家看到的发送人').fill('小满茶铺');
      await organiser.getByText('下一步').click();
      await organiser.getByText('点中几个得一个红包').waitFor();
      // One hit, so that the test is about money and not about how fast this machine draws.
      await organiser.locator('.t-stepper__input input, input').nth(2).fill('1');
      await organiser.getByText('每秒落下几个').click();
      await organiser.getByText('下一步').click();
      await organiser.getByText('怎么发给玩家').waitFor();
      await organiser.getByText('下一步').click();
      const inputs = organiser.locator('input');
      await inputs.nth(0).fill('6');
      await inputs.nth(1).fill('2');
      await inputs.nth(2).fill('2.5');
      await inputs.nth(3).fill('3.5');
      await organiser.getByText('¥6.00 分成 2 个红包，刚好分完').waitFor();
      await organiser.getByText('下一步').click();
      await organiser.getByText('每人最多玩几场').waitFor();
      await organiser.getByText('下一步').click();
      await organiser.getByText('最后看一眼').waitFor();
      await organiser.getByText('发布', { exact: true }).click();
      await organiser.locator('.t-dialog__button--confirm:visible').click();
      await organiser.getByText(/一分不差/).waitFor();
      expect(await organiser.getByText('未开始').count()).toBe(1);

      // The campaign opens at the next half hour.
      await stage.world.command({ do: 'move-clock', byMs: 40 * MINUTE_MS });
      const [first, second] = await Promise.all([phone('player-1'), phone('player-2')]);
      await Promise.all([winOnePacket(first, '周五红包雨'), winOnePacket(second, '周五红包雨')]);

      await takeTheMoney(first);
      const transfers = await transfersOnceThereAre(2);
      const amountsFen = transfers.map(({ amountFen }) => amountFen);
      expect(amountsFen[0]! + amountsFen[1]!).toBe(600);
      expect(transfers.map(({ recipient }) => recipient).sort()).toEqual(['小明', '小红']);

      const taken = transfers.find(({ status }) => status === 'SUCCESS')!;
      const received = (taken.amountFen / 100).toFixed(2);
      const sent = ((600 - taken.amountFen) / 100).toFixed(2);
      await organiser.getByText('已到账').first().waitFor();
      await expectEventually(
        async () => (await organiser.locator('body').innerText()).replaceAll(/\s+/g, ''),
        new RegExp(`已到账¥${received}待领取¥${sent}.*未抢¥0\\.00`),
      );
      expect(await organiser.getByText(/一分不差/).count()).toBe(1);

      // A list is of a minute ago, when nothing was being written any more.
      await stage.world.command({ do: 'move-clock', byMs: 2 * MINUTE_MS });
      await organiser.getByText('导出领取记录').click();
      await organiser.getByText('复制下载链接').click();
      const link = await organiser.evaluate<string>('window.simulator.clipboard()');
      const list = (await (await fetch(link)).text()).trimEnd().split('\r\n');
      expect(list).toHaveLength(3);
      expect(list.filter((row) => row.includes(`,${received},已到账,`))).toHaveLength(1);
    },
    4 * MINUTE_MS,
  );

  it(
    'lets a player win by riddles, whose answers only the cloud knows',
    async () => {
      const page = await phone('player-2');
      await page.getByText('元宵猜灯谜').first().click();
      await page.getByText('进入', { exact: true }).click();
      await solveRiddles(page, 5);
      await page.waitForURL(/pages\/packet/);
      await page.getByText('全部拆开').click();
      await page.getByText('一共抢到 2 个红包').waitFor();
    },
    2 * MINUTE_MS,
  );

  async function transfersOnceThereAre(count: number) {
    for (let tries = 0; tries < 60; tries += 1) {
      const { transfers } = await stage.world.state();
      if (transfers.length >= count) return transfers;
      await new Promise((wake) => setTimeout(wake, 1_000));
    }
    throw new Error('the players were not paid');
  }

  async function expectEventually(read: () => Promise<string>, pattern: RegExp): Promise<void> {
    let text = '';
    for (let tries = 0; tries < 40; tries += 1) {
      text = await read();
      if (pattern.test(text)) return;
      await new Promise((wake) => setTimeout(wake, 1_000));
    }
    expect(text).toMatch(pattern);
  }
});
