import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface TinyMiniProgram {
  readonly root: string;
  readonly outDir: string;
  write(path: string, content: string): void;
  remove(): void;
}

const SMALLEST: Record<string, string> = {
  'app.json': '{ "pages": ["pages/one/one"] }',
  'app.ts': 'App({});',
  'pages/one/one.json': '{}',
  'pages/one/one.wxml': '<view id="hello">你好</view>',
  'pages/one/one.ts': 'Page({});',
};

/** A mini program in a temporary folder: the smallest there is, plus or with other files. */
export function tinyMiniProgram(files: Record<string, string> = {}): TinyMiniProgram {
  const folder = mkdtempSync(join(tmpdir(), 'tiny-mini-program-'));
  const root = join(folder, 'miniprogram');
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  for (const [path, content] of Object.entries({ ...SMALLEST, ...files })) write(path, content);
  return {
    root,
    outDir: join(folder, 'out'),
    write,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
