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

/** As docs/deploy.md abbreviates them. */
const PAYING = ['payout-sender', 'payout-checker', 'cashier', 'organiser', 'auditor'];

/** Read together with `TICKET_SECRET` by whoever seals tickets, and used by nothing there. */
const READ_UNUSED: Readonly<Record<string, readonly string[]>> = {
  OWNER_OPENIDS: ['campaign-clock', 'identity-link'],
  FINANCE_OPENIDS: ['campaign-clock', 'identity-link', 'player', 'cashier'],
  WECHATPAY_QUIET_HOURS: ['campaign-clock', 'identity-link'],
};

const STAND_INS_ONLY = ['WECHATPAY_BASE_URL', 'OFFICIAL_ACCOUNT_BASE_URL'];

function settingsIn(text: string): string[] {
  const names = /\b(?:WECHATPAY|OFFICIAL_ACCOUNT|IDENTITY|TICKET|OWNER|FINANCE)_[A-Z0-9_]+\b/g;
  return [...new Set(text.match(names) ?? [])].filter((name) => name !== 'TICKET_EXPIRED').sort();
}

/** The variables of the table in docs/deploy.md, each with the functions that it is set for. */
function settingsTable(): Map<string, string[]> {
  const page = readFileSync(join(root, 'docs/deploy.md'), 'utf8');
  const table = new Map<string, string[]>();
  for (const line of page.split('\n').filter((row) => /^\| `[A-Z_0-9]+`/.test(row))) {
    const [, names = '', functions = ''] = line.split('|');
    const [all = '', but = ''] = functions.split(' but ');
    const listed = [...all.matchAll(/`([\w-]+)`/g)].map((match) => match[1]!);
    if (all.includes('*paying*')) listed.push(...PAYING);
    const set = new Set(listed.filter((name) => !but.includes(`\`${name}\``)));
    for (const name of settingsIn(names)) table.set(name, [...set].sort());
  }
  return table;
}

it('docs/deploy.md has every setting, with the functions that read it', () => {
  const expected = new Map<string, string[]>();
  for (const [name, code] of bundles) {
    for (const setting of settingsIn(code)) {
      const readers = expected.get(setting) ?? [];
      if (!READ_UNUSED[setting]?.includes(name)) readers.push(name);
      expected.set(setting, readers.sort());
    }
  }
  for (const setting of STAND_INS_ONLY) expected.set(setting, []);
  expect(Object.fromEntries(settingsTable())).toEqual(Object.fromEntries(expected));
});

it('docs/payments.md says what each setting means', () => {
  const page = readFileSync(join(root, 'docs/payments.md'), 'utf8');
  const section = page.split('\n## Settings')[1]?.split('\n## ')[0] ?? '';
  expect(settingsIn(section)).toEqual([...settingsTable().keys()].sort());
});
