import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packNpm } from '../../scripts/pack-npm';
import { measurePackages } from '../../scripts/package-size';

const TDESIGN = join(__dirname, '../../node_modules/tdesign-miniprogram/miniprogram_dist');

describe('packing a mini program', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pack-npm-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(files: Record<string, string>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  }
  const packed = () =>
    readdirSync(join(folder, 'phone/miniprogram_npm/tdesign-miniprogram'), {
      recursive: true,
      withFileTypes: true,
    })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).split('tdesign-miniprogram/')[1])
      .sort();
  const page = (...used: string[]) =>
    JSON.stringify({ usingComponents: Object.fromEntries(used.map((path, i) => [`c${i}`, path])) });

  const library = {
    'library/card/card.json': '{"usingComponents":{"icon":"../icon/icon"}}',
    'library/card/card.js': 'import "../common/base";',
    'library/card/card.wxml':
      '<import src="../common/row"/><wxs src="../common/a.wxs" module="_"/>',
    'library/card/card.wxss': "@import '../common/look.wxss';",
    'library/icon/icon.json': '{"component":true}',
    'library/icon/icon.js': 'import { x } from "tiny/esm/x"; x();',
    'library/icon/icon.wxml': '<view/>',
    'library/common/base.js': 'require("./deep");',
    'library/common/deep.js': '',
    'library/common/row.wxml': '<view/>',
    'library/common/a.wxs': "var b = require('./b.wxs');",
    'library/common/b.wxs': '',
    'library/common/look.wxss': '',
    'library/miniprogram_npm/tiny/esm/x.js': 'export const x = () => 1;',
    'library/unused/unused.json': '{}',
    'library/miniprogram_npm/unused/index.js': '',
  };

  it('copies a component in use with all it needs, and nothing else', async () => {
    write({ ...library, 'phone/pages/home.json': page('tdesign-miniprogram/card/card') });
    const { components } = await packNpm(join(folder, 'phone'), join(folder, 'library'));
    expect(components).toEqual(['card/card']);
    expect(packed()).toEqual(
      Object.keys(library)
        .filter((path) => !path.includes('unused'))
        .map((path) => path.slice('library/'.length))
        .sort(),
    );
  });

  it('forgets components that are no longer in use', async () => {
    write({ ...library, 'phone/pages/home.json': page('tdesign-miniprogram/card/card') });
    await packNpm(join(folder, 'phone'), join(folder, 'library'));
    write({ 'phone/pages/home.json': page('tdesign-miniprogram/icon/icon', '../own/own') });
    await packNpm(join(folder, 'phone'), join(folder, 'library'));
    expect(packed()).not.toContain('card/card.js');
    expect(packed()).toContain('icon/icon.js');
  });

  it('names a component that the library does not have', async () => {
    write({ ...library, 'phone/app.json': page('tdesign-miniprogram/buton/buton') });
    await expect(packNpm(join(folder, 'phone'), join(folder, 'library'))).rejects.toThrow(
      'tdesign-miniprogram has no buton/buton',
    );
  });

  it('finds everything in TDesign itself, the packages inside it included', async () => {
    const used = ['button/button', 'popup/popup', 'date-time-picker/date-time-picker'];
    write({ 'phone/app.json': page(...used.map((path) => `tdesign-miniprogram/${path}`)) });
    await packNpm(join(folder, 'phone'), TDESIGN);
    expect(packed()).toEqual(
      expect.arrayContaining([
        'button/button.js',
        'icon/icon.wxss',
        'loading/loading.wxml',
        'picker-item/picker-item.js',
        'common/utils.wxs',
        'common/template/icon.wxml',
        'common/style/index.wxss',
        'miniprogram_npm/tslib/index.js',
        'miniprogram_npm/dayjs/index.js',
      ]),
    );
    expect(packed()).not.toContain('calendar/calendar.js');
  });

  it('measures each package as it is uploaded: scripts without their types and comments', async () => {
    write({
      'phone/app.json': '{"subpackages":[{"root":"games/rain","pages":[]}]}',
      'phone/shared/types.ts': `export interface Long { ${'a: string; '.repeat(1000)} }`,
      'phone/games/rain/rain.wxml': 'x'.repeat(500),
      'phone/README.md': 'x'.repeat(500),
    });
    expect(await measurePackages(join(folder, 'phone'))).toEqual([
      { name: 'main', bytes: expect.any(Number) },
      { name: 'games/rain/', bytes: 500 },
    ]);
    const [main] = await measurePackages(join(folder, 'phone'));
    expect(main!.bytes).toBeLessThan(200);
  });
});
