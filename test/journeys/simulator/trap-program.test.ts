/**
 * The trap program has in it, one by one, what broke earlier simulators: each title below is one trap.
 */
import type { Page } from 'playwright-core';
import { element, type OpenOptions, trapProgram } from '../../support/trap-program';

let page: Page;
let calls: { phoneId: string; name: string; data: unknown }[];

const program = trapProgram(async (phoneId, name, data) => {
  calls.push({ phoneId, name, data });
  if (calls.length > 1) throw Object.assign(new Error('too many'), { errCode: -501 });
  return { hello: phoneId };
});
const { text, expectText, style, box, errors, consoleLines } = program;

async function open(route: string, options?: OpenOptions) {
  calls = [];
  page = await program.open(route, options);
}

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
    await open('pages/controls/controls', { phoneId: 'two' });
    expect(await page.evaluate(`wx.getStorageSync('own')`)).toBe('');
    expect(await text('#storage')).toBe('1 getStorage:fail data not found');
  });
});
