import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, resolve } from 'node:path';
import { transform } from 'esbuild';

/** WeChat allows 2 MB; half of it stays free, so that the first start is quick on a bad network. */
const BYTES_MAX = 1024 * 1024;

export interface PackageSize {
  /** A subpackage's root, or `main`. */
  readonly name: string;
  readonly bytes: number;
}

/**
 * What the phone downloads: the main package first, then each subpackage of `app.json`. Scripts are
 * counted as DevTools uploads them, compiled and minified; everything else as it is.
 */
export async function measurePackages(miniprogramDir: string): Promise<PackageSize[]> {
  const app = JSON.parse(await readFile(join(miniprogramDir, 'app.json'), 'utf8')) as {
    subPackages?: { root: string }[];
    subpackages?: { root: string }[];
  };
  const roots = (app.subPackages ?? app.subpackages ?? []).map(({ root }) =>
    root.replace(/\/*$/, '/'),
  );
  const sizes = new Map<string, number>(['main', ...roots].map((name) => [name, 0]));
  for (const entry of await readdir(miniprogramDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(miniprogramDir, path).replaceAll('\\', '/');
    const owner = roots.find((root) => name.startsWith(root)) ?? 'main';
    sizes.set(owner, sizes.get(owner)! + (await uploadedBytes(path)));
  }
  return [...sizes].map(([name, bytes]) => ({ name, bytes }));
}

async function uploadedBytes(path: string): Promise<number> {
  // project.config.json keeps these out of the upload; declarations compile to nothing.
  if (path.endsWith('.md') || path.endsWith('tsconfig.json') || path.endsWith('.d.ts')) return 0;
  const bytes = await readFile(path);
  const extension = extname(path);
  if (extension !== '.ts' && extension !== '.js') return bytes.byteLength;
  const { code } = await transform(bytes.toString('utf8'), {
    loader: extension === '.ts' ? 'ts' : 'js',
    minify: true,
    charset: 'utf8',
  });
  return Buffer.byteLength(code);
}

async function main(): Promise<void> {
  const sizes = await measurePackages(resolve(__dirname, '../miniprogram'));
  const kb = (bytes: number) => `${(bytes / 1024).toFixed(0)} KB`;
  const row = ({ name, bytes }: PackageSize) => [
    name,
    { size: kb(bytes), allowed: kb(BYTES_MAX), fits: bytes <= BYTES_MAX },
  ];
  console.table(Object.fromEntries(sizes.map(row)));
  if (sizes.some(({ bytes }) => bytes > BYTES_MAX)) process.exitCode = 1;
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
