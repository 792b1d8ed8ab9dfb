import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFunctions } from '../../scripts/build-functions';

const root = join(__dirname, '../..');
const outDir = mkdtempSync(join(tmpdir(), 'functions-as-uploaded-'));
/** Each function's one file, by its name. */
const bundles = new Map<string, string>();

beforeAll(async () => {
  const built = await buildFunctions({ sourceDir: join(root, 'cloudfunctions'), outDir });
  for (const { name } of built) {
    bundles.set(name, readFileSync(join(outDir, name, 'index.js'), 'utf8'));
  }
});

afterAll(() => rmSync(outDir, { recursive: true }));

/**
 * What came after Node 16.13, the oldest runtime of the console, and is easily reached for. TypeScript
 * knows it, because everything else here runs on Node 20; esbuild turns syntax back, never functions.
 */
const TOO_NEW = new RegExp(
  [
    String.raw`\.(canParse|headersDistinct|trailersDistinct|findLast|findLastIndex|toSorted)\b`,
    String.raw`\.(toReversed|toSpliced|isWellFormed|toWellFormed|groupBy|withResolvers|fromAsync)\b`,
    String.raw`\bAbortSignal\.(timeout|any)\b`,
    // The SDK's own `getFileInfo` fetches; nothing of ours calls it.
    String.raw`(?<![.\w$])(structuredClone|fetch)\((?!encodeURI\()`,
  ].join('|'),
  'g',
);

it('no function uses what the oldest runtime of the console lacks', () => {
  const found = [...bundles].flatMap(([name, code]) =>
    [...code.matchAll(TOO_NEW)].map(
      ({ index }) => `${name}: …${code.slice(index - 40, index + 40)}…`,
    ),
  );
  expect(found).toEqual([]);
});
