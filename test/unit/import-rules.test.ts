import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../..');

interface Violation {
  rule: { name: string };
  from: string;
  to: string;
}

function violationsOf(...folders: string[]): string[] {
  const cruiser = join(root, 'node_modules/.bin/depcruise');
  const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders];
  let report: string;
  try {
    report = execFileSync(cruiser, args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
  } catch (error) {
    // The exit code is the number of violations; the report is on standard output all the same.
    report = (error as { stdout: string }).stdout;
  }
  const { summary } = JSON.parse(report) as { summary: { violations: Violation[] } };
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}

describe('import rules', () => {
  it('hold everywhere (.dependency-cruiser.cjs says why each exists)', () => {
    const folders = [
      'miniprogram',
      'server',
      'cloudfunctions',
      'local',
      'scripts',
      'bench',
      'test',
    ];
    expect(violationsOf(...folders)).toEqual([]);
  }, 120_000);
});
