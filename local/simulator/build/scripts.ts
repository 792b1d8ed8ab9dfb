import { readFile } from 'node:fs/promises';
import { extname, sep } from 'node:path';
import { type Plugin, type TransformFailure, transform } from 'esbuild';
import type { CodePaths } from './code-paths';

/**
 * Each script of a mini program is its own CommonJS module, whatever syntax it uses: a file may mix
 * `import` with `module.exports = …`. So every file is turned into CommonJS by itself before the
 * bundler sees it; bundled straight away, such a file has "no matching export".
 */
export function miniProgramScripts(paths: CodePaths, roots: readonly string[]): Plugin {
  const belongs = (file: string) => roots.some((root) => file.startsWith(root + sep));
  return {
    name: 'mini-program-scripts',
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ path, importer, kind }) => {
        if (kind === 'entry-point' || !belongs(importer)) return undefined;
        const found = paths.resolveScript(importer, path);
        if (found !== undefined) return { path: found };
        return { errors: [{ text: `module "${path}" was not found` }] };
      });
      build.onLoad({ filter: /\.(ts|js)$/ }, async ({ path }) => {
        if (!belongs(path)) return undefined;
        try {
          return { contents: await toCommonJs(await readFile(path, 'utf8'), path), loader: 'js' };
        } catch (error) {
          return { errors: (error as TransformFailure).errors };
        }
      });
    },
  };
}

/** @throws esbuild's TransformFailure, with the position, when the syntax is wrong. */
export async function toCommonJs(source: string, file: string): Promise<string> {
  const { code } = await transform(source, {
    loader: extname(file) === '.ts' ? 'ts' : 'js',
    format: 'cjs',
    target: 'es2022',
    charset: 'utf8',
    sourcefile: file,
    sourcemap: 'inline',
    sourcesContent: false,
    tsconfigRaw: { compilerOptions: { target: 'ES2022', useDefineForClassFields: false } },
    logOverride: { 'duplicate-object-key': 'silent', 'commonjs-variable-in-esm': 'silent' },
  });
  return code;
}
