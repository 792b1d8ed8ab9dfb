/** Every built-in tag and TDesign component that pages use, used once as a person would. */
import type { Page } from 'playwright-core';
import { element, trapProgram } from '../../support/trap-program';

let page: Page;

const program = trapProgram();
const { text, expectText, style, box, errors } = program;

async function open(route: string) {
  page = await program.open(route);
}

describe('built-in tags', () => {
  it('make a form: two-way input, labels, groups, own fields, submit and reset', async () => {
    await open('pages/controls/controls');
    expect(await style('.wx-input-placeholder', 'color')).toBe('rgb(9, 9, 200)');
    await page.locator('#name input').fill('小明同学');
    await page.locator('#name input').press('Enter');
    await expectText('#noted', 'confirm 小明同学');
    await expectText('#name-copy', '小明同学');
    await page.getByText('开关').click();
    await page.locator('.like').filter({ hasText: '甲' }).click();
    await page.locator('.one').filter({ hasText: '丁' }).click();
    await page.click('#submit');
    await expectText('#submitted', '小明');
    expect(JSON.parse(await text('#submitted'))).toEqual({
      name: '小明同学',
      wish: '恭喜',
      on: true,
      likes: ['甲', '乙'],
      one: '丁',
      level: 20,
      own: '自定义',
      day: '2024-02-28',
    });
    await page.click('#reset');
    await expectText('#noted', 'reset');
    expect(await page.locator('#name input').inputValue()).toBe('');
  });

  it('pick a date with wheels whose days depend on the month', async () => {
    await open('pages/controls/controls');
    await page.click('#date');
    expect(
      await page.locator('.sim-picker-column').nth(2).locator('.sim-picker-item').count(),
    ).toBe(29);
    await page.locator('.sim-picker-column').nth(2).getByText('29日').click();
    await page.waitForFunction(
      `document.querySelectorAll('.sim-picker-column')[2].scrollTop === 28 * 34`,
    );
    await page.getByText('确定', { exact: true }).click();
    await expectText('#noted', '2024-02-29');
  });

  it('scroll, slide, turn and draw', async () => {
    await open('pages/controls/controls');
    await page.click('#go-deep');
    await expectText('#noted', 'lower');
    const slide = await box('#swiper');
    await page.mouse.move(slide.x + 300, slide.y + 30);
    await page.mouse.down();
    await page.mouse.move(slide.x + 100, slide.y + 30, { steps: 4 });
    await page.mouse.up();
    await expectText('#noted', '1 touch');
    await page.locator('#wheels').getByText('2').click();
    await expectText('#noted', '[2]');
    await expectText('#canvas-facts', '100x60 230');
    await page.locator('#canvas').click({ position: { x: 40, y: 25 } });
    await expectText('#noted', '40,25');
    expect(await page.locator('#rich script').count()).toBe(0);
    expect(await text('#rich')).toContain('富文本');
  });

  it('animate, step by step, and leave transformed ancestors through a portal', async () => {
    await open('pages/controls/controls');
    await page.click('#animate');
    await page.waitForFunction(`${element('#animated')}.clientHeight === 60`);
    expect(await style('#animated', 'transform')).toBe('matrix(1, 0, 0, 1, 30, 0)');
    expect((await box('#portal')).y).toBe(88);
    expect(await text('#slots')).toBe('[前|中]');
  });

  it('answer through dialogs: modal, action sheet, subscription, toast', async () => {
    await open('pages/controls/controls');
    await page.click('#modal');
    await page.getByRole('dialog').getByText('取消').click();
    await expectText('#noted', '{"confirm":false}');
    await page.click('#sheet');
    await page.locator('.sim-sheet').getByText('二').click();
    await expectText('#noted', '{"tapIndex":1}');
    await page.click('#subscribe');
    await page.locator('.sim-subscribe-row').filter({ hasText: 'b' }).click();
    await page.getByText('允许', { exact: true }).click();
    await expectText('#noted', '"a":"accept","b":"reject"');
    await page.click('#toast');
    await page.getByRole('status').filter({ hasText: '好的' }).waitFor();
    await page.getByRole('status').waitFor({ state: 'detached' });
  });
});

describe('TDesign', () => {
  it('works: tabs, cells, switch, stepper, input, radio, collapse', async () => {
    await open('package/tdesign/tdesign');
    const noted = (words: string) => page.getByText(words, { exact: true }).waitFor();
    await page.getByText('已结束').click();
    await noted('tab b');
    await page.getByText('单元格').click();
    await noted('cell');
    await page.locator('.t-switch, [class*="t-switch"]').first().click();
    await noted('switch true');
    await page.locator('[class*="t-stepper__plus"]').first().click();
    await noted('step 2');
    await page.getByPlaceholder('请输入昵称').fill('小红');
    await noted('name 小红');
    await page.getByText('选项乙').click();
    await noted('radio y');
    const unfolded = `document.querySelector('#collapsed-content').closest('[class*=content]').parentElement.clientHeight`;
    expect(await page.evaluate(unfolded)).toBe(0);
    await page.getByText('折叠面板').click();
    await page.waitForFunction(`${unfolded} > 30`);
    expect(errors()).toEqual([]);
  });

  it('works: dialog with toast, date-time picker, swipe cell', async () => {
    await open('package/tdesign/tdesign');
    await page.getByText('打开对话框').click();
    await page.locator('wx-button', { hasText: '发出' }).last().click();
    await page.getByText('已发出').waitFor();
    await page.getByText('选择时间').click();
    await page.getByText('确定', { exact: true }).click();
    await page.getByText('2024-05-06 07:08').waitFor();
    const row = await box('wx-view:has-text("左滑删除") >> nth=-1');
    await page.mouse.move(row.x + 60, row.y + 5);
    await page.mouse.down();
    await page.mouse.move(row.x - 60, row.y + 5, { steps: 6 });
    await page.mouse.up();
    await page.locator('#swipe-delete').click();
    await page.getByText('delete', { exact: true }).waitFor();
    expect(errors()).toEqual([]);
  });
});
