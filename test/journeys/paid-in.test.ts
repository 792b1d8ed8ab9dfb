import { saveDraft, winByRiddle } from './campaigns';
import { takeOnWeChatsPage } from './hands';
import { saysInOneLine } from './phones';
import { setStage } from './stage';

const MINUTE_MS = 60_000;

describe('a budget that its organiser pays in', () => {
  const stage = setStage();
  const { phone } = stage;

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

      const { orders, refunds } = await stage.world.state();
      expect(orders.map(({ amountFen, status }) => ({ amountFen, status }))).toEqual([
        { amountFen: 50_000, status: 'REFUND' },
      ]);
      expect(refunds.map(({ amountFen }) => amountFen)).toEqual([50_000]);
    },
    4 * MINUTE_MS,
  );

  it(
    'is accounted for to the fen by order, claims, payouts and refund when half of it was won',
    async () => {
      const before = await stage.world.state();
      const { campaignId } = await saveDraft(stage.world, {
        title: '预付谜会',
        channel: 'transfer-bills',
        funding: 'paid-in',
        packetCount: 4,
      });
      const page = await phone('organiser', `organiser/edit/edit?campaignId=${campaignId}`);
      await page.getByText('确认', { exact: true }).click();
      await page.getByText('去支付预算').click();
      await page.getByText('微信支付', { exact: true }).click();
      await page.getByText('确认支付', { exact: true }).click();
      await page.getByText('完成', { exact: true }).click();
      await page.getByText('去发布').click();
      await page.getByText('发布', { exact: true }).click();
      await page.locator('.t-dialog__button--confirm:visible').click();
      await saysInOneLine(page, '未抢¥12.00');

      const players = await Promise.all([phone('player-1'), phone('player-2')]);
      for (const player of players) {
        await winByRiddle(player, '预付谜会');
        await takeOnWeChatsPage(player, '立即收款');
        await player.getByText('已到账', { exact: true }).first().waitFor();
      }

      await page.getByText('提前结束活动').click();
      await page.locator('.t-dialog__button--confirm:visible').click();
      await page.getByText('已结束').first().waitFor();
      await page.getByText('预算 · 活动预付').click();
      await page.getByText('退回余款 ¥6.00').click();
      await page.locator('.t-dialog__button--confirm:visible').click();
      await page.getByText('退款中，到账后会更新').waitFor();
      await stage.world.command({ do: 'move-clock', byMs: 2 * MINUTE_MS });

      const live = await phone('organiser', `organiser/live/live?campaignId=${campaignId}`);
      await saysInOneLine(live, '预算¥12.00');
      await saysInOneLine(live, '已到账¥6.00');
      await saysInOneLine(live, '未抢¥6.00');
      await live.getByText(/一分不差/).waitFor();
      await live.getByText('预算 · 活动预付').click();
      await live.getByText('已退回付款人').waitFor();
      await saysInOneLine(live, '已付¥12.00留给玩家¥6.00退款中¥0.00已退¥6.00可退¥0.00');

      const after = await stage.world.state();
      const ofThis = <Item>(now: readonly Item[], then: readonly Item[]) =>
        now.slice(0, now.length - then.length);
      expect(ofThis(after.orders, before.orders)).toMatchObject([{ amountFen: 1_200 }]);
      expect(ofThis(after.refunds, before.refunds)).toMatchObject([
        { amountFen: 600, status: 'SUCCESS' },
      ]);
      const paid = { amountFen: 300, status: 'SUCCESS' };
      expect(ofThis(after.transfers, before.transfers)).toMatchObject([paid, paid]);
      // In by the order, out to two players and back to the organiser: nothing stays and nothing is missing.
      expect(after.balanceFen).toBe(before.balanceFen);
    },
    4 * MINUTE_MS,
  );
});
