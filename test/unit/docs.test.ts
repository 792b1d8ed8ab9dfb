import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { COLLECTIONS } from '../../server/collections';

const root = join(__dirname, '../..');
const FILES = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .trim()
  .split('\n');
const PAGES = FILES.filter((file) => file.endsWith('.md'));
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** The rows of every table of a page whose first cell holds code: that cell's codes, and the others. */
function rowsOf(page: string): { readonly names: readonly string[]; readonly cells: string[] }[] {
  return read(page)
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const [first = '', ...cells] = line.slice(1, -1).split(' | ');
      return { names: codesOf(first), cells: cells.map((cell) => cell.trim()) };
    });
}

function codesOf(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
}

/** The part of a page below one heading. */
function section(page: string, heading: string): string {
  return read(page).split(`\n${heading}`)[1]?.split('\n## ')[0] ?? '';
}

describe('the runbook', () => {
  const SERVER = FILES.filter((file) => /^server\/.*\.ts$/.test(file)).map(read);
  const matches = (pattern: RegExp) => [
    ...new Set(SERVER.flatMap((code) => [...code.matchAll(pattern)].map((match) => match[1]!))),
  ];

  it('has every alert of the code, and no other', () => {
    const inCode = [
      ...matches(/\b(?:alert|log\[level\])\(\s*'([^']+)'/g),
      ...matches(/\battempt\(\s*(?:tools\.)?log,\s*'([^']+)'/g),
      ...matches(/\bFAILED = '([^']+)'/g),
    ];
    const listed = codesOf(
      section('docs/runbook.md', '## Alerts')
        .split('\n')
        .filter((line) => line.startsWith('| `'))
        .map((line) => line.split(' | ')[0])
        .join(),
    );
    expect([...listed].sort()).toEqual(inCode.sort());
  });

  it('has every warning of the code, and no other but alerts', () => {
    const inCode = matches(/\bwarn\(\s*'([^']+)'/g);
    const listed = rowsOf('docs/runbook.md').flatMap(({ names }) => names);
    expect(inCode.filter((event) => !listed.includes(event))).toEqual([]);
    const warnings = codesOf(section('docs/runbook.md', '## Warnings')).filter((name) =>
      /^[a-z-]+\.[a-z-]+$/.test(name),
    );
    expect(warnings.filter((event) => !inCode.includes(event))).toEqual([]);
  });
});

describe('the page about deploying', () => {
  const rows = rowsOf('docs/deploy.md');
  const rowOf = (name: string) => rows.find(({ names }) => names.includes(name));

  it.each(COLLECTIONS)('lists the indexes of $name', ({ name, indexes }) => {
    const listed = codesOf(rowOf(name)?.cells[0] ?? '');
    expect(listed).toEqual(indexes.map(({ keys }) => keys.map(({ path }) => path).join(', ')));
  });

  const folders = FILES.flatMap(
    (file) => /^cloudfunctions\/([^/]+)\/index\.ts$/.exec(file)?.[1] ?? [],
  );
  it.each(folders)('says how long %s may run, and when its timer calls it', (name) => {
    const { timeout, triggers = [] } = JSON.parse(read(`cloudfunctions/${name}/config.json`)) as {
      timeout: number;
      triggers?: { config: string }[];
    };
    const [, timer, limit] = rowOf(name)?.cells ?? [];
    expect(codesOf(timer ?? '')).toEqual(triggers.map(({ config }) => config));
    expect(limit).toBe(`${timeout} s`);
  });
});

describe('every page', () => {
  it.each(PAGES)('%s names only files that exist', (page) => {
    const text = read(page);
    const links = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map((match) =>
      join(dirname(page), match[1]!),
    );
    expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
    const named = codesOf(text).filter((code) =>
      /^(miniprogram|server|cloudfunctions|local|test|bench|scripts|docs|examples)\/[\w./-]+$/.test(
        code,
      ),
    );
    expect(named.filter((path) => !existsSync(join(root, path)) && !isBuilt(path))).toEqual([]);
  });

  it.each(PAGES)('%s names only commands that exist', (page) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...read(page).matchAll(/npm run ([\w-]+)/g)].map((match) => match[1]!);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('the two READMEs', () => {
  const PAIR = ['README.md', 'README.zh-CN.md'] as const;

  it.each(PAIR)('%s names every command', (page) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = Object.keys(scripts).filter((name) =>
      new RegExp(`npm (run )?${name}\\b`).test(read(page)),
    );
    expect(named).toEqual(Object.keys(scripts));
  });

  it('say the same: the same codes and links, row by row', () => {
    const [english, chinese] = PAIR.map((page) =>
      read(page)
        .split('\n')
        .filter((line) => line.startsWith('| '))
        .map((line) => [...line.matchAll(/`[^`]+`|\]\([^)]+\)/g)].map(([all]) => all)),
    );
    expect(chinese).toEqual(english);
  });
});

/** What `npm run build` makes is not in the repository. */
function isBuilt(path: string): boolean {
  return path.startsWith('miniprogram/miniprogram_npm');
}
