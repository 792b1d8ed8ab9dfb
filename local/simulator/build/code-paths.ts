import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { BuildError } from './build-error';

/**
 * A code path names a page or component the way WeChat does: relative to the mini program's root,
 * with `/`, without extension. What comes from npm lives under `miniprogram_npm/`.
 */
export type CodePath = string;

const NPM_PREFIX = 'miniprogram_npm/';

export interface CodePaths {
  /** The absolute file of a code path; the extension is still missing. */
  fileOf(path: CodePath): string;
  /** The file with the first extension that exists, or undefined. */
  existing(path: CodePath, ...extensions: string[]): string | undefined;
  /** Where a `usingComponents` reference leads. Throws BuildError when nowhere. */
  resolveComponent(from: CodePath, reference: string): CodePath;
  /** The script that `require(specifier)` in `fromFile` loads, or undefined. */
  resolveScript(fromFile: string, specifier: string): string | undefined;
}

/**
 * @param miniprogramRoot the folder with app.json
 * @param npmRoot the folder whose `node_modules` holds the phone's packages
 */
export function codePaths(miniprogramRoot: string, npmRoot: string): CodePaths {
  const packageFolder = memoize((name: string) =>
    findPackageFolder(npmRoot, miniprogramRoot, name),
  );

  function fileOf(path: CodePath): string {
    if (!path.startsWith(NPM_PREFIX)) return join(miniprogramRoot, path);
    const inside = path.slice(NPM_PREFIX.length);
    const name = packageNameOf(inside);
    const folder = packageFolder(name) ?? join(miniprogramRoot, NPM_PREFIX, name);
    return join(folder, inside.slice(name.length));
  }

  function existing(path: CodePath, ...extensions: string[]): string | undefined {
    const base = fileOf(path);
    return extensions.map((extension) => base + extension).find(isFile);
  }

  const isComponent = (path: CodePath) => existing(path, '.json') !== undefined;

  function resolveComponent(from: CodePath, reference: string): CodePath {
    const candidates = componentCandidates(from, reference);
    const found = candidates.find(isComponent);
    if (found !== undefined) return found;
    throw new BuildError(
      `${from}.json: component "${reference}" was not found; looked for ${candidates.join(', ')}`,
    );
  }

  function resolveScript(fromFile: string, specifier: string): string | undefined {
    if (specifier.startsWith('.')) return scriptAt(join(fromFile, '..', specifier));
    if (specifier.startsWith('/')) return scriptAt(join(miniprogramRoot, specifier));
    const name = packageNameOf(specifier);
    const folder = packageFolder(name);
    const inPackage = folder && scriptAt(join(folder, specifier.slice(name.length)));
    return inPackage || nestedNpmScript(fromFile, specifier);
  }

  return { fileOf, existing, resolveComponent, resolveScript };
}

/** WeChat looks for `x`, then `x/index`: beside the component first, then in miniprogram_npm. */
export function componentCandidates(from: CodePath, reference: string): CodePath[] {
  const bases = reference.startsWith('/')
    ? [reference.slice(1)]
    : [posix.join(posix.dirname(from), reference)];
  if (!/^[./]/.test(reference)) bases.push(NPM_PREFIX + reference);
  return bases.flatMap((base) => [base, posix.join(base, 'index')]);
}

/** TDesign carries its own packages (tslib, dayjs) in `miniprogram_npm` beside its code. */
function nestedNpmScript(fromFile: string, specifier: string): string | undefined {
  for (
    let folder = join(fromFile, '..');
    folder !== join(folder, '..');
    folder = join(folder, '..')
  ) {
    const found = scriptAt(join(folder, 'miniprogram_npm', specifier));
    if (found !== undefined) return found;
  }
  return undefined;
}

function scriptAt(base: string): string | undefined {
  const candidates = [
    base,
    `${base}.ts`,
    `${base}.js`,
    join(base, 'index.ts'),
    join(base, 'index.js'),
  ];
  return candidates.find(isFile);
}

function findPackageFolder(npmRoot: string, miniprogramRoot: string, name: string) {
  const inNodeModules = join(npmRoot, 'node_modules', name);
  const manifest = join(inNodeModules, 'package.json');
  if (!isFile(manifest)) {
    const packed = join(miniprogramRoot, NPM_PREFIX, name);
    return existsSync(packed) ? packed : undefined;
  }
  const { miniprogram } = JSON.parse(readFileSync(manifest, 'utf8')) as { miniprogram?: string };
  const phoneFolder = join(inNodeModules, miniprogram ?? 'miniprogram_dist');
  return existsSync(phoneFolder) ? phoneFolder : undefined;
}

function packageNameOf(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function memoize<Value>(compute: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, Value>();
  return (key) => {
    if (!known.has(key)) known.set(key, compute(key));
    return known.get(key) as Value;
  };
}
