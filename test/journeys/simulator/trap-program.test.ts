/**
 * The trap program (test/fixtures/trap-program) has in it, one by one, what broke earlier simulators:
 * each title below is one trap. It runs in a real browser at the size of a phone.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type Simulator, serveSimulator } from '../../../local/simulator';
import { launchBrowser } from '../../support/browser';

const root = join(__dirname, '../../..');
const outDir = mkdtempSync(join(tmpdir(), 'trap-program-'));

let simulator: Simulator;
let browser: Browser;
let page: Page;
let mousePage: Page | undefined;
let phones = 0;
let consoleLines: string[];
let calls: { phoneId: string; name: string; data: unknown }[];

beforeAll(async () => {
  [simulator, browser] = await Promise.all([
    serveSimulator({
      build: { miniprogramRoot: join(root, 'test/fixtures/trap-program'), npmRoot: root, outDir },
      callFunction: async (phoneId, name, data) => {
        calls.push({ phoneId, name, data });
        if (calls.length > 1) throw Object.assign(new Error('too many'), { errCode: -501 });
        return { hello: phoneId };
      },
    }),
    launchBrowser(),
  ]);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await simulator?.close();
  rmSync(outDir, { recursive: true, force: true });
});

beforeEach(() => {
  consoleLines = [];
  calls = [];
});

/** Opens a page of the trap program on a phone of its own, so that nothing is left from before. */
async function open(
  route: string,
  options: { phoneId?: string; search?: string; touch?: boolean } = {},
) {
  mousePage ??= await newPage(false);
  page = options.touch ? await newPage(true) : mousePage;
  phones += 1;
  const address = new URL(simulator.phoneUrl(options.phoneId ?? `phone-${phones}`, route));
  address.search = options.search ?? '';
  await page.goto(address.href);
  await page.locator('page').first().waitFor();
}

async function newPage(touch: boolean): Promise<Page> {
  const viewport = { width: 375, height: 812 };
  const context = await browser.newContext({ viewport, hasTouch: touch, isMobile: touch });
  const opened = await context.newPage();
  opened.setDefaultTimeout(4000);
  opened.on('console', (message) => consoleLines.push(`${message.type()}: ${message.text()}`));
  opened.on('pageerror', (error) => consoleLines.push(`error: ${error.message}`));
  return opened;
}

const text = async (selector: string) => (await page.locator(selector).textContent()) ?? '';
const errors = () => consoleLines.filter((line) => line.startsWith('error'));

/** Waits until an element shows what is expected, and says what it shows when it does not. */
async function expectText(selector: string, expected: string) {
  await page
    .locator(selector)
    .filter({ hasText: expected })
    .waitFor({ timeout: 2000 })
    .catch(() => {});
  expect(await text(selector)).toContain(expected);
}

// Code for the browser is written as text: the tests are checked without the browser's types.
const element = (selector: string) => `document.querySelector('${selector}')`;
const style = (selector: string, property: string): Promise<string> =>
  page.evaluate(`getComputedStyle(${element(selector)}).getPropertyValue('${property}')`);
const box = async (selector: string) => {
  const found = await page.locator(selector).boundingBox();
  if (!found) throw new Error(`${selector} is not laid out`);
  return found;
};

describe('what stops a whole program', () => {
  it('starts: folder components, mixed modules, WXS that runs at load, a custom tab bar', async () => {
    await open('pages/home/home');
    expect(await text('#folder')).toBe('文件夹组件');
    expect(await text('#mixed-module')).toBe('mixed ok');
    expect(await text('#wxs-file')).toBe('138****1234');
    expect(await text('#wxs-inline')).toBe('1-22');
    expect(await text('#wxs-constructor')).toBe('Array String');
    expect(await text('custom-tab-bar')).toContain('去首页·');
    expect(errors()).toEqual([]);
  });

  it('names an unknown wx function once on the console and fails it', async () => {
    await open('pages/home/home');
    await page.getByText('去生命周期').click();
    await page.getByText('去首页', { exact: true }).click();
    await expectText('#launch', 'true startBeaconDiscovery:fail not supported');
    const named = consoleLines.filter((line) => line.includes('startBeaconDiscovery'));
    expect(named).toEqual(['warning: [simulator] wx.startBeaconDiscovery is not supported']);
    expect(await text('#use')).toBe('true false true false');
  });

  it('takes the scene from the address', async () => {
    await open('pages/home/home', { search: '?scene=1044' });
    expect(await text('#launch')).toContain('1044');
  });

  it('keeps the last of two equal attributes, through two levels of external classes', async () => {
    await open('pages/home/home');
    expect((await box('#avatar')).width).toBe(40);
  });

  it('finds pictures in any folder and tells their size', async () => {
    await open('pages/home/home');
    await expectText('#picture-size', '8px');
  });
});

describe('cloud', () => {
  it('carries the phone, the name and the data there, and the result or the error back', async () => {
    await open('pages/home/home', { phoneId: 'li' });
    await page.click('#call-cloud');
    await expectText('#cloud', '{"hello":"li"}');
    expect(calls).toEqual([{ phoneId: 'li', name: 'player', data: { action: 'home' } }]);
    await page.click('#call-cloud');
    await expectText('#cloud', '-501 cloud.callFunction:fail too many');
  });

  it('does not leave a phone that is offline', async () => {
    await open('pages/home/home');
    await page.evaluate('simulator.setOffline(true)');
    await page.click('#call-cloud');
    await expectText('#cloud', '-1 cloud.callFunction:fail request:fail');
    expect(calls).toEqual([]);
  });
});

describe('events', () => {
  it('come from the mini program alone: a component that triggers click is heard once', async () => {
    await open('pages/events/events');
    await page.locator('#clicker input').fill('改');
    await page.locator('#clicker input').click();
    await expectText('#clicks', '1');
    expect(errors()).toEqual([]);
  });

  it('pass through a disabled field to the row around it', async () => {
    await open('pages/events/events');
    await page.locator('#disabled-field').click();
    await expectText('#row-taps', '1');
  });

  it('carry dataset, mark, touches and the position', async () => {
    await open('pages/events/events');
    await page.click('#touch-target');
    await expectText('#touch-facts', 'tap');
    expect(JSON.parse(await text('#touch-facts'))).toEqual({
      type: 'tap',
      id: 'touch-target',
      dataset: { where: 'inner', payload: { deep: [1, 2] } },
      mark: { list: '七', row: '2' },
      points: 2,
      sameSpot: true,
    });
    await expectText('#order', 'io');
  });

  it('stop at catch, and among mut-bind handlers only the first is called', async () => {
    await open('pages/events/events');
    await page.click('#caught');
    await page.click('#mut');
    await expectText('#order', 'ii');
    expect(await text('#order')).toBe('ii');
  });

  it('know a long press, which then is no tap, and a disabled button, which is none', async () => {
    await open('pages/events/events');
    await page.locator('#long').click({ delay: 450 });
    await page.locator('#long').click();
    await expectText('#long-facts', 'presstap');
    expect(await text('#long-facts')).toBe('presstap');
    await page.locator('#disabled-button').click({ force: true });
    expect(await text('#order')).toBe('');
  });

  it('reach WXS handlers, which keep state, move elements and call methods', async () => {
    await open('pages/events/events', { touch: true });
    await page.evaluate(`{
      const target = ${element('#swiped')};
      const send = (type, clientX) => {
        const touch = new Touch({ identifier: 1, target, clientX, clientY: 300 });
        const touches = type === 'touchend' ? [] : [touch];
        target.dispatchEvent(new TouchEvent(type, { bubbles: true, touches, changedTouches: [touch] }));
      };
      send('touchstart', 200);
      send('touchmove', 150);
      send('touchmove', 120);
      send('touchend', 120);
    }`);
    await expectText('#swipe-facts', 'swiped');
    expect(await style('#swiped', 'transform')).toBe('matrix(1, 0, 0, 1, -80, 0)');
    await page.locator('#change-prop').tap();
    await expectText('#swipe-facts', '2<1');
  });
});

describe('styles', () => {
  it('convert rpx, vh and safe areas to the phone, in sheets and in style attributes', async () => {
    await open('pages/styles/styles');
    expect((await box('#rpx')).width).toBe(375);
    const inline = await box('#inline-rpx');
    // 812 minus the status bar (44) and the navigation bar (44); a tenth of it.
    expect([inline.width, Math.round(inline.height * 10) / 10]).toEqual([187.5, 72.4]);
    expect((await box('#safe')).height).toBe(44);
    expect((await box('#fixed-box')).y + (await box('#fixed-box')).height).toBe(812);
  });

  it('keep components apart, let apply-shared see app and page, and never reach out', async () => {
    await open('pages/styles/styles');
    const red = 'rgb(200, 0, 0)';
    expect(await style('#apart-secret', 'color')).not.toBe(red);
    expect(await style('#apart-app', 'color')).not.toBe('rgb(1, 2, 3)');
    expect(await style('#apart-secret', 'text-indent')).toBe('7px');
    expect(await style('#scoped-secret', 'color')).toBe(red);
    expect(await style('#scoped-secret', 'text-indent')).toBe('5px');
    expect(await style('#scoped-app', 'color')).toBe('rgb(1, 2, 3)');
    expect(await style('#page-secret', 'text-indent')).toBe('0px');
    expect(await style('#shared-inside', 'color')).toBe('rgb(4, 5, 6)');
    expect(await style('#scoped-host', 'padding-left')).toBe('16px');
  });

  it('know tag selectors, page variables and the insides of built-in tags', async () => {
    await open('pages/styles/styles');
    expect(await style('#tag-rule', 'letter-spacing')).toBe('3px');
    expect(await style('#variable', 'color')).toBe('rgb(230, 74, 59)');
    expect((await box('#styled-switch .wx-switch-input')).width).toBe(90);
    expect(await style('.sim-page-viewport', 'background-color')).toBe('rgb(255, 247, 236)');
  });

  it('follow the theme switch, in style sheets and in theme.json', async () => {
    await open('pages/styles/styles');
    expect(await style('#themed', 'color')).toBe('rgb(10, 10, 10)');
    await page.evaluate(`simulator.setTheme('dark')`);
    expect(await style('#themed', 'color')).toBe('rgb(250, 250, 250)');
    expect(await style('.sim-navigation-bar', 'background-color')).toBe('rgb(143, 36, 29)');
  });
});

describe('the life of a page', () => {
  it('runs the hooks of page and components in WeChat order', async () => {
    await open('pages/life/life');
    await page.click('#show-late');
    await expectText('#log', 'ready c-attached c-ready');
    expect(await text('#log')).toBe('c-attached load show c-show c-ready ready c-attached c-ready');
  });

  it('tells of scrolling and of the end, and keeps the position while it is behind', async () => {
    await open('pages/life/life');
    const viewport = element('.sim-page-viewport');
    await page.evaluate(`${viewport}.scrollTo(0, 900)`);
    await expectText('#log', 'scroll');
    await page.evaluate(`${viewport}.scrollTo(0, 5000)`);
    await expectText('#log', 'bottom');
    await page.evaluate(`wx.navigateTo({ url: '/pages/next/next' })`);
    await page.evaluate('wx.navigateBack()');
    expect(await page.evaluate(`${viewport}.scrollTop`)).toBeGreaterThan(800);
  });

  it('scrolls on request and is pulled down', async () => {
    await open('pages/life/life');
    await page.evaluate(`wx.pageScrollTo({ selector: '#end', duration: 0 })`);
    await expectText('#log', 'scroll');
    await page.evaluate(`wx.pageScrollTo({ scrollTop: 0, duration: 0 })`);
    await page.mouse.move(200, 200);
    await page.mouse.down();
    await page.mouse.move(200, 420, { steps: 4 });
    await page.mouse.up();
    await expectText('#log', 'pull');
  });

  it('hands the query on as it was written and joins both pages by a channel', async () => {
    await open('pages/life/life');
    await page.click('#to-next');
    await expectText('#heard', '你好');
    expect(JSON.parse(await text('#query'))).toEqual({
      raw: '%7B%22a%22%3A1%7D',
      plain: 'a=b',
      empty: '',
    });
    expect(await text('.sim-navigation-title')).toBe('改过的标题');
    expect(await page.evaluate('simulator.pages().map((page) => page.route)')).toEqual([
      'pages/life/life',
      'pages/next/next',
    ]);
    await page.evaluate(`wx.pageScrollTo({ selector: '#watched', duration: 0 })`);
    await expectText('#seen', '看见');
    await page.getByLabel('返回').click();
    await expectText('#answer', '收到');
    await expectText('#log', 'hide show');
  });

  it('offers its card in the capsule menu', async () => {
    await open('pages/life/life');
    await page.getByLabel('更多').click();
    await page.getByText('转发给朋友').click();
    await page.getByText('发送', { exact: true }).click();
    expect(await page.evaluate('simulator.lastShare()')).toEqual({
      title: '来自menu',
      path: '/pages/life/life?shared=1',
      imageUrl: '',
    });
  });

  it('refuses routes as WeChat does', async () => {
    await open('pages/home/home');
    const refusal = (call: string) => page.evaluate(`${call}.catch(({ errMsg }) => errMsg)`);
    expect(await refusal(`wx.navigateTo({ url: '/pages/none/none' })`)).toBe(
      'navigateTo:fail page "pages/none/none" is not found',
    );
    expect(await refusal(`wx.navigateTo({ url: '/pages/life/life' })`)).toBe(
      'navigateTo:fail can not navigateTo a tabbar page',
    );
    expect(await refusal(`wx.switchTab({ url: '/pages/next/next' })`)).toBe(
      'switchTab:fail can not switch to no-tabBar page',
    );
    expect(await refusal('wx.navigateBack()')).toBe(
      'navigateBack:fail cannot navigate back at first page.',
    );
  });

  it('keeps the storage of two phones apart', async () => {
    await open('pages/controls/controls', { phoneId: 'one' });
    await page.evaluate(`wx.setStorageSync('own', [1])`);
    expect(await page.evaluate(`wx.getStorageSync('own')`)).toEqual([1]);
    await page.goto(simulator.phoneUrl('two', 'pages/controls/controls'));
    expect(await page.evaluate(`wx.getStorageSync('own')`)).toBe('');
    expect(await text('#storage')).toBe('1 getStorage:fail data not found');
  });
});

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
