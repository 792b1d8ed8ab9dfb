import { execFile } from 'node:child_process';

const MINUTE_MS = 60_000;

interface Ended {
  readonly code: number;
  readonly out: string;
}

function runKills(...killArguments: string[]): Promise<Ended> {
  const command = ['--import', 'tsx', 'local/kills.ts', ...killArguments];
  return new Promise((done) => {
    execFile(process.execPath, command, (error, out, err) => {
      done({ code: error ? Number(error.code) : 0, out: `${out}${err}` });
    });
  });
}

describe('npm run kills', () => {
  it(
    'finds everything paid exactly once after kills in the middle of playing and of paying',
    async () => {
      const { code, out } = await runKills('--times', '2', '--seed', '1', '--players', '24');
      expect({ code, out }).toMatchObject({ code: 0 });
      expect(out).toContain('all 2 runs paid everything exactly once');
    },
    3 * MINUTE_MS,
  );

  it('refuses a call it does not understand', async () => {
    expect(await runKills('--times', 'many')).toMatchObject({ code: 2 });
  });
});
