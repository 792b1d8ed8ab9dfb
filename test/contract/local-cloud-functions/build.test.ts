import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuiltFunction, buildFunctions } from '../../../scripts/build-functions';

describe('the cloud build', () => {
  let outDir: string;
  let built: BuiltFunction[];
  beforeAll(async () => {
    outDir = mkdtempSync(join(tmpdir(), 'cloud-build-'));
    mkdirSync(join(outDir, 'gone'));
    writeFileSync(join(outDir, 'gone', 'index.js'), '');
    built = await buildFunctions({ sourceDir: join(__dirname, 'functions'), outDir });
  });
  afterAll(() => rmSync(outDir, { recursive: true }));

  it('makes one folder per function, and removes those whose source is gone', () => {
    expect(readdirSync(outDir)).toEqual(['probe', 'sdk', 'ticker', 'web']);
    expect(readdirSync(join(outDir, 'sdk'))).toEqual(['config.json', 'index.js', 'package.json']);
  });

  it('leaves nothing to install in the cloud', () => {
    const manifest = JSON.parse(readFileSync(join(outDir, 'sdk/package.json'), 'utf8')) as object;
    expect(manifest).toMatchObject({ name: 'sdk', main: 'index.js' });
    expect(manifest).not.toHaveProperty('dependencies');
  });

  it('keeps every bundle below 1 MB', () => {
    for (const { bytes } of built) expect(bytes).toBeLessThan(1024 * 1024);
  });
});
