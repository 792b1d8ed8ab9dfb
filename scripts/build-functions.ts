import { copyFile, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

export interface BuiltFunction {
  readonly name: string;
  /** Of its one `index.js`. */
  readonly bytes: number;
}

/**
 * Bundles every `<sourceDir>/<name>/index.ts` into `<outDir>/<name>/index.js`, ready to upload: the
 * SDK is inside, so nothing is installed in the cloud. Functions whose source is gone are removed.
 *
 * @throws when a function does not compile or has no `config.json`.
 */
export async function buildFunctions(roots: {
  readonly sourceDir: string;
  readonly outDir: string;
}): Promise<BuiltFunction[]> {
  const names = await folders(roots.sourceDir);
  await mkdir(roots.outDir, { recursive: true });
  for (const name of await folders(roots.outDir)) {
    if (!names.includes(name)) await rm(join(roots.outDir, name), { recursive: true });
  }
  return Promise.all(
    names.map(async (name) => {
      const source = join(roots.sourceDir, name);
      const out = join(roots.outDir, name);
      await bundle(join(source, 'index.ts'), join(out, 'index.js'));
      await copyFile(join(source, 'config.json'), join(out, 'config.json'));
      const manifest = { name, version: '1.0.0', private: true, main: 'index.js' };
      await writeFile(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
      return { name, bytes: (await stat(join(out, 'index.js'))).size };
    }),
  );
}

async function folders(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

async function bundle(entryPoint: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [entryPoint],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: ['node16', 'es2021'], // the oldest runtime that the console offers
    minify: true,
    logLevel: 'warning',
    plugins: [leaveOut],
  });
}

/**
 * Parts of the SDK that no function uses and that half of its loading time goes into. In their place
 * stands the smallest thing that lets the SDK start; using one throws. Reasons, figures and what was
 * checked: docs/decisions/functions-are-bundled.md.
 */
const LEFT_OUT: readonly { readonly part: RegExp; readonly within: RegExp; readonly js: string }[] =
  [
    {
      part: /^\.\/ai$/,
      within: /@cloudbase[\\/]node-sdk[\\/]dist$/,
      js: 'exports.createAI = leftOut;',
    },
    {
      // `init` builds this client every time, whether or not anybody asks for `models`.
      part: /^@cloudbase\/wx-cloud-client-sdk$/,
      within: /@cloudbase[\\/]node-sdk/,
      js: 'exports.default = { generateHTTPClient() {}, generateMySQLClient: leftOut }; exports.__esModule = true;',
    },
    {
      part: /^jsonwebtoken$/,
      within: /@cloudbase[\\/]node-sdk/,
      js: 'exports.sign = leftOut;',
    },
    {
      // Only asks the metadata server, and only where TENCENTCLOUD_RUNENV is not set.
      part: /^axios$/,
      within: /@cloudbase[\\/]node-sdk/,
      js: 'exports.get = async () => leftOut();',
    },
  ];

const leaveOut: Plugin = {
  name: 'leave-out',
  setup({ onResolve, onLoad }) {
    for (const { part, within, js } of LEFT_OUT) {
      onResolve({ filter: part }, ({ resolveDir, path }) =>
        within.test(resolveDir) ? { path, namespace: 'left-out', pluginData: js } : undefined,
      );
    }
    onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path, pluginData }) => ({
      contents: `function leftOut() { throw new Error(${JSON.stringify(`${path} is left out of this bundle: docs/decisions/functions-are-bundled.md`)}); }\n${pluginData}`,
    }));
  },
};
