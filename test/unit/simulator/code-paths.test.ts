import { join } from 'node:path';
import { codePaths, componentCandidates } from '../../../local/simulator/build/code-paths';
import { tinyMiniProgram } from '../../support/tiny-mini-program';

const npmRoot = join(__dirname, '../../..');
const component = '{ "component": true }';
const program = tinyMiniProgram({
  'components/plain.json': component,
  'components/folder/index.json': component,
  'pages/one/near/near.json': component,
  'shared/money.ts': '',
  'shared/index.ts': '',
});
const paths = codePaths(program.root, npmRoot);

afterAll(() => program.remove());

describe('a component reference', () => {
  it.each([
    ['/components/plain', 'components/plain'],
    ['/components/folder', 'components/folder/index'],
    ['../../components/folder/index', 'components/folder/index'],
    ['near/near', 'pages/one/near/near'],
    ['tdesign-miniprogram/button/button', 'miniprogram_npm/tdesign-miniprogram/button/button'],
  ])('%s of a page leads to %s', (reference, path) => {
    expect(paths.resolveComponent('pages/one/one', reference)).toBe(path);
  });

  it('that leads nowhere is named with everything that was tried', () => {
    expect(() => paths.resolveComponent('pages/one/one', './gone')).toThrow(
      'pages/one/one.json: component "./gone" was not found; looked for pages/one/gone, pages/one/gone/index',
    );
  });

  it('is looked for beside the component before it is looked for in npm', () => {
    expect(componentCandidates('a/a', 'b')).toEqual([
      'a/b',
      'a/b/index',
      'miniprogram_npm/b',
      'miniprogram_npm/b/index',
    ]);
  });
});

describe('a script', () => {
  const from = join(program.root, 'pages/one/one.ts');

  it('finds its neighbours, with or without extension, and folders by their index', () => {
    expect(paths.resolveScript(from, '../../shared/money')).toBe(
      join(program.root, 'shared/money.ts'),
    );
    expect(paths.resolveScript(from, '/shared')).toBe(join(program.root, 'shared/index.ts'));
    expect(paths.resolveScript(from, './gone')).toBeUndefined();
  });

  it('finds the phone side of an npm package, and inside it the packages it brings along', () => {
    const toast = paths.resolveScript(from, 'tdesign-miniprogram/toast/index');
    expect(toast).toBe(
      join(npmRoot, 'node_modules/tdesign-miniprogram/miniprogram_dist/toast/index.js'),
    );
    expect(paths.resolveScript(toast ?? '', 'tslib')).toBe(
      join(
        npmRoot,
        'node_modules/tdesign-miniprogram/miniprogram_dist/miniprogram_npm/tslib/index.js',
      ),
    );
  });
});
