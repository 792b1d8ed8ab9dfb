/*
 * Measures in a process of its own, so that what one benchmark leaves behind (a warm engine, a large
 * heap, environment variables) does not reach the next. Argument: the path of the benchmark.
 */
import { pathToFileURL } from 'node:url';
import type { Benchmark } from '../run';

async function main(path: string): Promise<void> {
  const loaded = (await import(pathToFileURL(path).href)) as Partial<Benchmark> & {
    readonly default?: Partial<Benchmark>;
  };
  const run = loaded.run ?? loaded.default?.run;
  if (!run) throw new Error(`${path} exports no run()`);
  process.send?.(await run());
}

main(process.argv[2]!).then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
