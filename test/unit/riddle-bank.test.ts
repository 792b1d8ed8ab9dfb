import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { normaliseAnswer, RIDDLES_RANGES } from '../../miniprogram/shared/games/riddles';
import { RIDDLE_BANK } from '../../server/games/riddle-bank';

const MINI_PROGRAM = join(__dirname, '../../miniprogram');
/** Shorter texts are everyday words (双喜临门, 十五天) that a page may use for its own purposes. */
const TELLING_CHARACTERS = 8;

function duplicates(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

function sourceFiles(): string[] {
  return readdirSync(MINI_PROGRAM, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|js|json|wxml|wxs)$/.test(entry.name))
    .filter((entry) => !/node_modules|miniprogram_npm/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('the riddle bank', () => {
  it('holds at least sixty riddles, more than any round asks', () => {
    expect(RIDDLE_BANK.length).toBeGreaterThanOrEqual(60);
    expect(RIDDLE_BANK.length).toBeGreaterThan(RIDDLES_RANGES.riddleCount.most);
  });

  it.each(['id', 'text', 'answer'] as const)('repeats no %s', (field) => {
    expect(duplicates(RIDDLE_BANK.map((riddle) => riddle[field]))).toEqual([]);
  });

  it('accepts no answer for two riddles of the same kind', () => {
    const claims = RIDDLE_BANK.flatMap(({ seek, answer, accepted = [] }) =>
      [answer, ...accepted].map((name) => `${seek}：${normaliseAnswer(name)}`),
    );
    expect(duplicates(claims)).toEqual([]);
  });

  it('has enough of every kind to choose three wrong answers from', () => {
    const bySeek = new Map<string, number>();
    for (const { seek } of RIDDLE_BANK) bySeek.set(seek, (bySeek.get(seek) ?? 0) + 1);
    for (const [seek, count] of bySeek) expect([seek, count >= 4]).toEqual([seek, true]);
  });

  it('seeks what it says: characters are one, idioms four, and no text gives its answer away', () => {
    for (const { text, seek, answer } of RIDDLE_BANK) {
      if (seek === '打一字') expect(Array.from(answer)).toHaveLength(1);
      if (seek === '打一成语') expect(Array.from(answer)).toHaveLength(4);
      if (seek !== '打一字') expect(text).not.toContain(answer);
    }
  });

  it('has answers a player can type: Chinese characters only, within the limit', () => {
    for (const { answer, accepted = [] } of RIDDLE_BANK) {
      for (const name of [answer, ...accepted]) expect(name).toMatch(/^\p{Script=Han}{1,20}$/u);
    }
  });

  it('is in no file of the phone’s package', () => {
    const files = sourceFiles();
    expect(files.length).toBeGreaterThan(10);
    const telling = RIDDLE_BANK.filter(({ text }) => text.length >= TELLING_CHARACTERS);
    const leaks = files.flatMap((file) => {
      const source = readFileSync(file, 'utf8');
      return telling
        .filter(({ text }) => source.includes(text))
        .map(({ id }) => `${file} contains ${id}`);
    });
    expect(leaks).toEqual([]);
  });
});
