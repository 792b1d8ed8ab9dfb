/*
 * The simulated world in one file, the real code of `server/` inside. Building it, instead of
 * importing it, does two things: a thread runs it at full speed, and a build may carry changes that
 * production can never have. SMALL makes boundaries common; planted bugs are one change each.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** One replacement in one source file. */
export interface SourceChange {
  /** From the root of the repository. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** A shard of four packets instead of 200: small worlds then have several. */
const SMALL: readonly SourceChange[] = [
  {
    file: 'server/domain/shards.ts',
    find: 'const SHARD_PLACES_MOST = 200;',
    replace: 'const SHARD_PLACES_MOST = 4;',
  },
];

const ROOT = resolve(__dirname, '../..');

export interface Bundle {
  readonly file: string;
  remove(): void;
}

/** @throws when a change's text is not exactly once in its file: the code has moved on. */
export async function bundleWorld(
  changes: readonly SourceChange[] = [],
  entry = 'worker.ts',
): Promise<Bundle> {
  const dir = mkdtempSync(join(tmpdir(), 'simulation-'));
  const outfile = join(dir, 'world.cjs');
  await build({
    entryPoints: [join(__dirname, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
    plugins: [withChanges([...SMALL, ...changes])],
  });
  return { file: outfile, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

function withChanges(changes: readonly SourceChange[]): Plugin {
  const byFile = new Map<string, SourceChange[]>();
  for (const change of changes) {
    const path = resolve(ROOT, change.file);
    byFile.set(path, [...(byFile.get(path) ?? []), change]);
  }
  return {
    name: 'changed-sources',
    setup({ onLoad, onEnd }) {
      const applied = new Set<string>();
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const wanted = byFile.get(path);
        if (!wanted) return undefined;
        applied.add(path);
        return { contents: wanted.reduce(applyChange, readFileSync(path, 'utf8')), loader: 'ts' };
      });
      onEnd(() => {
        const unused = [...byFile.keys()].filter((path) => !applied.has(path));
        if (unused.length > 0) throw new Error(`not part of the world: ${unused.join(', ')}`);
      });
    },
  };
}

function applyChange(source: string, { file, find, replace }: SourceChange): string {
  const parts = source.split(find);
  if (parts.length !== 2) throw new Error(`${file} holds ${parts.length - 1} times: ${find}`);
  return parts.join(replace);
}
