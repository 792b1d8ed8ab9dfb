import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');
/** What a start looks for in the folder where it is called. */
const LOOKED_FOR = ['node_modules', 'miniprogram', 'examples', 'dist'];
const NODE_ROUNDS = 9;
const SECOND_STARTS = 3;

/**
 * How long `npm start` takes until a phone's page can be opened: the first time, when certificates
 * are made and the examples published, and afterwards. As multiples of a Node that does nothing.
 */
export async function run(): Promise<{ name: string; lines: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-start-'));
  try {
    mkdirSync(join(ROOT, 'dist'), { recursive: true });
    for (const name of LOOKED_FOR) symlinkSync(join(ROOT, name), join(folder, name));
    const nodeMs = median(Array.from({ length: NODE_ROUNDS }, () => timeNode(folder, ['-e', '0'])));
    const loaderMs = median(
      Array.from({ length: NODE_ROUNDS }, () => timeNode(folder, ['--import', 'tsx', '-e', '0'])),
    );
    const firstMs = await timeStart(folder);
    const laterMs: number[] = [];
    for (let n = 0; n < SECOND_STARTS; n += 1) laterMs.push(await timeStart(folder));
    const told = (ms: number) => `${(ms / 1_000).toFixed(1)} s, ${Math.round(ms / nodeMs)}x`;
    return {
      name: 'npm start until a phone can be opened (an empty Node is 1x)',
      lines: [
        `first start: ${told(firstMs)}`,
        `later starts: ${told(median(laterMs))}`,
        `(an empty Node took ${nodeMs.toFixed(0)} ms, with the TypeScript loader ${(loaderMs / nodeMs).toFixed(1)}x)`,
      ],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function timeNode(cwd: string, nodeArguments: readonly string[]): number {
  const startedMs = performance.now();
  execFileSync(process.execPath, nodeArguments, { cwd });
  return performance.now() - startedMs;
}

/** What the script of `npm start` does, until the organiser's phone answers. */
async function timeStart(cwd: string): Promise<number> {
  const startedMs = performance.now();
  const script = join(ROOT, 'local/start.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, '--port', '0'], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<never>((_, fail) => {
    child.on('exit', (code) => fail(new Error(`the start ended with code ${code}`)));
  });
  const phoneUrl = await Promise.race([phoneUrlIn(child.stdout), ended]);
  const page = await fetch(phoneUrl);
  if (!page.ok) throw new Error(`the phone's page answers ${page.status}`);
  const tookMs = performance.now() - startedMs;
  child.kill('SIGTERM');
  await ended.catch(() => undefined);
  return tookMs;
}

async function phoneUrlIn(output: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of output) {
    text += chunk.toString('utf8');
    const [url] = /http:\S+\/phone\/organiser\/?\S*(?=\s)/.exec(text) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error('the start ended without an address');
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
