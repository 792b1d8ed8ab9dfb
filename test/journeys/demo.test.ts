import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHANNELS } from '../../local/demo/campaign-file';
import type { DemoReport } from '../../local/demo/report';

const MINUTE_MS = 60_000;
const PLAYERS = 20;

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

/** The report's faults say what differs from the provider's record; here is what must have happened at all. */
function expectPaidOnce({ faults, conservation, ...report }: DemoReport): void {
  expect(faults).toEqual([]);
  expect(report).toMatchObject({ claims: PLAYERS, winners: PLAYERS, bills: PLAYERS });
  const { receivedFen, returnedFen } = report.provider;
  expect(receivedFen + returnedFen).toBe(report.billsFen);
  expect(conservation).toMatchObject({
    fundedFen: report.billsFen + (conservation['unallocatedFen'] ?? 0),
    receivedFen,
    returnedFen,
    differenceFen: 0,
  });
  // Two of the twenty leave their packet lying.
  expect(returnedFen).toBeGreaterThan(0);
  expect(receivedFen).toBeGreaterThan(returnedFen);
}

describe('npm run demo', () => {
  const players = ['--players', String(PLAYERS), '--json'];
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'demo-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each(CHANNELS)(
    'pays every winner exactly once through %s, gets back what nobody takes, and ends with a difference of zero',
    async (channel) => {
      const { ended } = startDemo(
        'examples/spring-festival.json',
        '--channel',
        channel,
        ...players,
      );
      const { code, out, err } = await ended;
      expect({ code, err, out }).toMatchObject({ code: 0 });
      const report = JSON.parse(out) as DemoReport;
      expect(report.channel).toBe(channel);
      expectPaidOnce(report);
    },
    2 * MINUTE_MS,
  );

  it(
    'opens a campaign whose organiser pays the budget in, and finds that money in the merchant’s balance',
    async () => {
      const file = join(folder, 'paid-in.json');
      const example = readFileSync('examples/spring-festival.json', 'utf8');
      writeFileSync(file, example.replace('merchant-balance', 'paid-in'));
      const { code, out, err } = await startDemo(file, ...players).ended;
      expect({ code, err, out }).toMatchObject({ code: 0 });
      expectPaidOnce(JSON.parse(out) as DemoReport);
    },
    2 * MINUTE_MS,
  );

  it(
    'pays exactly once as well when it is killed while players take their packets and started again',
    async () => {
      const data = join(folder, 'world');
      const first = startDemo('--data', data, ...players);
      first.child.stderr?.on('data', (chunk) => {
        if (/^0 payouts to go/m.test(String(chunk))) {
          setTimeout(() => process.kill(-first.child.pid!, 'SIGKILL'), 300);
        }
      });
      expect((await first.ended).code).toBeNull();

      const second = startDemo('--data', data, ...players);
      const { code, out, err } = await second.ended;
      expect({ code, err, out }).toMatchObject({ code: 0 });
      expectPaidOnce(JSON.parse(out) as DemoReport);
    },
    3 * MINUTE_MS,
  );

  it('refuses a bad file with the line and the reason, and a channel that does not exist', async () => {
    const file = join(folder, 'bad.json');
    writeFileSync(file, '{\n  "title": "新春",\n  "senderName": 7\n}\n');
    const badFile = await startDemo(file).ended;
    expect(badFile.code).toBe(2);
    expect(badFile.err).toContain(`${file}:3: senderName must be a text, not 7`);
    const badChannel = await startDemo('--channel', 'cheque').ended;
    expect(badChannel.code).toBe(2);
    expect(badChannel.err).toContain('--channel must be one of transfer-bills, sendredpack');
  });
});
