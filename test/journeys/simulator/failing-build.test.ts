import { join } from 'node:path';
import { serveSimulator } from '../../../local/simulator';
import { launchBrowser } from '../../support/browser';
import { tinyMiniProgram } from '../../support/tiny-mini-program';

const npmRoot = join(__dirname, '../../..');

describe('a build that fails', () => {
  it('shows its error in the page, never the bundle from before, and heals by itself', async () => {
    const program = tinyMiniProgram();
    const build = { miniprogramRoot: program.root, npmRoot, outDir: program.outDir };
    const [simulator, browser] = await Promise.all([
      serveSimulator({ build, callFunction: async () => null, watch: true }),
      launchBrowser(),
    ]);
    try {
      const page = await browser.newPage();
      await page.goto(simulator.phoneUrl('1'));
      await page.getByText('你好').waitFor();

      program.write('pages/one/one.ts', 'Page({ data: { a: } });');
      await page.getByText('构建失败').waitFor();
      expect(await page.locator('#build-error').textContent()).toMatch(/one\.ts:1: Unexpected "}"/);
      expect((await page.request.get(`${simulator.url}/phone/1/app.js`)).status()).toBe(500);

      program.write('pages/one/one.ts', 'Page({});');
      program.write('pages/one/one.wxml', '<view>又好了</view>');
      await page.getByText('又好了').waitFor();
    } finally {
      await browser.close();
      await simulator.close();
      program.remove();
    }
  }, 60_000);
});
