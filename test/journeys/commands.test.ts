import { execFile } from 'node:child_process';

const COMMANDS = {
  'npm start': 'local/start.ts',
  'npm run demo': 'local/demo.ts',
  'npm run kills': 'local/kills.ts',
  'npm run simulate': 'scripts/simulate.ts',
  'npm run audit': 'scripts/audit.ts',
  'npm run screens': 'scripts/screens.ts',
};

function run(script: string, ...args: string[]): Promise<{ code: unknown; said: string }> {
  return new Promise((done) => {
    execFile(process.execPath, ['--import', 'tsx', script, ...args], (error, out, err) =>
      done({ code: error ? error.code : 0, said: out + err }),
    );
  });
}

describe.each(Object.entries(COMMANDS))('%s', (name, script) => {
  it('refuses an option it does not know with one reason, how it is called, and exit code 2', async () => {
    const { code, said } = await run(script, '--faster');
    expect(said).toMatch(new RegExp(`^Unknown option '--faster'.*\n${name} .*\n$`));
    expect(code).toBe(2);
  });
});

it('a command shows how it is called, and nothing else, when asked', async () => {
  const { code, said } = await run('local/demo.ts', '--help');
  expect(said).toMatch(/^npm run demo .*\n$/);
  expect(code).toBe(0);
});

it.each([
  ['local/start.ts', '--port', '70000', '--port must be a whole number from 0 to 65535, not 70000'],
  ['local/kills.ts', '--times', 'many', '--times must be a whole number from 1 to 10000, not many'],
  ['scripts/simulate.ts', '--hours', '-1', "Option '--hours' argument is ambiguous."],
  ['scripts/simulate.ts', '--planted', 'none of them', 'planted bugs:'],
  ['scripts/screens.ts', '^no-such-scene', '', 'no scene is called /^no-such-scene/'],
])('%s refuses %s %s', async (script, option, value, reason) => {
  const { code, said } = await run(script, option, ...(value ? [value] : []));
  expect(said.startsWith(reason)).toBe(true);
  expect(code).toBe(2);
});
