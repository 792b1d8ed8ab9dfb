import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoReport } from '../../local/demo/report';

const MINUTE_MS = 60_000;

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** In a process group of its own, so that a kill takes the world with it, as pulling the plug would. */
function startDemo(...demoArguments: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, ['--import', 'tsx', 'local/demo.ts', ...demoArguments], {
    detached: true,
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const ended = new Promise<Ended>((done) => {
    child.on('close', (code) => done({ code, out, err }));
  });
  return { child, ended };
}

function expectPaidOnce(report: DemoReport): void {
  expect(report.faults).toEqual([]);
  expect(report.claims).toBe(100);
  expect(report.bills).toBe(100);
  expect(report.billsFen).toBe(report.conservation['fundedFen']);
  expect(report.conservation['differenceFen']).toBe(0);
  expect(report.conservation['receivedFen']).toBe(report.conservation['fundedFen']);
  expect(report.mostPacketsOfOnePlayer).toBeLessThanOrEqual(report.packetsPerPlayer);
}

describe('npm run demo', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'demo-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it(
    'pays 100 packets to 200 players exactly once and ends with a difference of zero',
    async () => {
      const { ended } = startDemo('examples/spring-festival.json', '--players', '200', '--json');
      const { code, out, err } = await ended;
      expect({ code, err, out }).toMatchObject({ code: 0 });
      expectPaidOnce(JSON.parse(out) as DemoReport);
    },
    3 * MINUTE_MS,
  );

  it(
    'pays exactly once as well when it is killed in the middle of paying and started again',
    async () => {
      const data = join(folder, 'world');
      const first = startDemo('--players', '200', '--data', data);
      first.child.stderr?.on('data', (chunk) => {
        if (/packets won/.test(String(chunk))) {
          setTimeout(() => process.kill(-first.child.pid!, 'SIGKILL'), 1_500);
        }
      });
      expect((await first.ended).code).toBeNull();

      const second = startDemo('--players', '200', '--data', data, '--json');
      const { code, out, err } = await second.ended;
      expect({ code, err, out }).toMatchObject({ code: 0 });
      expectPaidOnce(JSON.parse(out) as DemoReport);
    },
    4 * MINUTE_MS,
  );

  it('refuses a bad file with the line and the reason, and changes nothing', async () => {
    const file = join(folder, 'bad.json');
    writeFileSync(file, '{\n  "title": "新春",\n  "senderName": 7\n}\n');
    const { code, err } = await startDemo(file).ended;
    expect(code).toBe(2);
    expect(err).toContain(`${file}:3: senderName must be a text, not 7`);
  });
});
