import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildMiniProgram } from '../../../local/simulator';
import { tinyMiniProgram } from '../../support/tiny-mini-program';

const npmRoot = join(__dirname, '../../..');

async function build(files: Record<string, string>) {
  const program = tinyMiniProgram(files);
  const result = await buildMiniProgram({
    miniprogramRoot: program.root,
    npmRoot,
    outDir: program.outDir,
  });
  return { program, result };
}

describe('a build', () => {
  it('writes one page with its script and copies files from any folder', async () => {
    const { program, result } = await build({ 'deep/er/a.svg': '<svg/>' });
    expect(result).toMatchObject({ ok: true, components: 1, warnings: [] });
    expect(existsSync(join(program.outDir, 'index.html'))).toBe(true);
    expect(readFileSync(join(program.outDir, 'app.js'), 'utf8')).toContain('你好');
    expect(readFileSync(join(program.outDir, 'files/deep/er/a.svg'), 'utf8')).toBe('<svg/>');
    expect(existsSync(join(program.outDir, 'files/app.json'))).toBe(false);
    program.remove();
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'a page without script',
      { 'app.json': '{"pages":["pages/no/no"]}' },
      /page pages\/no\/no has no script/,
    ],
    ['JSON that is none', { 'pages/one/one.json': '{' }, /^pages\/one\/one\.json: /],
    [
      'a template with a mistake',
      { 'pages/one/one.wxml': '\n<view></text>' },
      /^pages\/one\/one\.wxml:2/,
    ],
    [
      'a template that includes nothing',
      { 'pages/one/one.wxml': '<include src="gone" />' },
      /gone\.wxml does not exist/,
    ],
    [
      'a style sheet that imports nothing',
      { 'pages/one/one.wxss': '@import "./gone.wxss";' },
      /gone\.wxss, which does not exist/,
    ],
    [
      'a script that requires nothing',
      { 'pages/one/one.ts': 'import "./gone"' },
      /one\.ts:1: module "\.\/gone" was not found/,
    ],
    [
      'a WXS module with a mistake',
      {
        'pages/one/one.wxml': '<wxs src="./m.wxs" module="m" />',
        'pages/one/m.wxs': '\nvar a = ;',
      },
      /^pages\/one\/m\.wxs:2: Unexpected ";"/,
    ],
    [
      'a WXS module that is not there',
      { 'pages/one/one.wxml': '<wxs src="./no.wxs" module="m" />' },
      /no.* does not exist/,
    ],
  ])('names %s', async (_, files, message) => {
    const { program, result } = await build(files);
    expect(result).toEqual({ ok: false, error: expect.stringMatching(message) });
    program.remove();
  });
});
