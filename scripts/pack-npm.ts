import { copyFile, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const PACKAGE = 'tdesign-miniprogram';

export interface Packed {
  /** Component paths that the mini program names, for example `button/button`. */
  readonly components: readonly string[];
  readonly files: number;
  readonly bytes: number;
}

/**
 * Copies the TDesign components in use, with all they need, to where DevTools looks for npm packages
 * (`miniprogram_npm/`). DevTools' own "build npm" would copy the whole library: 1.5 MB of the 2 MB
 * that a main package may have.
 *
 * @param miniprogramDir whose pages and components name TDesign components
 * @param libraryDir the package's `miniprogram_dist`
 * @throws when a component is named that the library does not have
 */
export async function packNpm(miniprogramDir: string, libraryDir: string): Promise<Packed> {
  const components = await componentsInUse(miniprogramDir);
  const files = await closure(libraryDir, components);
  const target = join(miniprogramDir, 'miniprogram_npm', PACKAGE);
  await rm(target, { recursive: true, force: true });
  let bytes = 0;
  for (const file of files) {
    await mkdir(dirname(join(target, file)), { recursive: true });
    await copyFile(join(libraryDir, file), join(target, file));
    bytes += (await stat(join(target, file))).size;
  }
  return { components, files: files.length, bytes };
}

/** What `usingComponents` names in any JSON of the mini program, for example `button/button`. */
async function componentsInUse(miniprogramDir: string): Promise<string[]> {
  const found = new Set<string>();
  for (const entry of await readdir(miniprogramDir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || extname(path) !== '.json' || path.includes('miniprogram_npm')) continue;
    for (const used of usingComponents(await readFile(path, 'utf8'))) {
      if (used.startsWith(`${PACKAGE}/`)) found.add(used.slice(PACKAGE.length + 1));
    }
  }
  return [...found].sort();
}

/** Every file of the library that the components need, relative to it, sorted. */
async function closure(libraryDir: string, components: readonly string[]): Promise<string[]> {
  const files = new Set<string>();
  const pending = components.flatMap(componentFiles);
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (files.has(file)) continue;
    const text = await readFile(join(libraryDir, file), 'utf8').catch((error: unknown) => {
      if (extname(file!) === '.wxss' && (error as NodeJS.ErrnoException).code === 'ENOENT') {
        return null; // a component may have no style of its own
      }
      throw new Error(`${PACKAGE} has no ${file}`, { cause: error });
    });
    if (text === null) continue;
    files.add(file);
    pending.push(...referencedFiles(file, text));
  }
  const scripts = [...files].filter((file) => extname(file) === '.js');
  for (const script of await importedScripts(libraryDir, scripts)) files.add(script);
  return [...files].sort();
}

function componentFiles(component: string): string[] {
  return ['.json', '.js', '.wxml', '.wxss'].map((extension) => component + extension);
}

/** What a JSON, template, style or wxs file names; scripts are followed by esbuild instead. */
function referencedFiles(file: string, text: string): string[] {
  const beside = (path: string) => join(dirname(file), path);
  const named = (pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1]!);
  switch (extname(file)) {
    case '.json':
      return usingComponents(text).map(beside).flatMap(componentFiles);
    case '.wxml':
      return named(/<(?:import|include|wxs)\s[^>]*?src="([^"]+)"/g).map((path) =>
        beside(extname(path) === '' ? `${path}.wxml` : path),
      );
    case '.wxss':
      return named(/@import\s+["']([^"']+)["']/g).map(beside);
    case '.wxs':
      return named(/require\(["']([^"']+)["']\)/g).map(beside);
    default:
      return [];
  }
}

function usingComponents(json: string): string[] {
  const { usingComponents = {} } = JSON.parse(json) as { usingComponents?: object };
  return Object.values(usingComponents);
}

/** The library carries its own npm packages (`tslib`, `dayjs`) in a `miniprogram_npm` of its own. */
async function importedScripts(libraryDir: string, scripts: readonly string[]): Promise<string[]> {
  const ownPackages: Plugin = {
    name: 'own-packages',
    setup({ onResolve, resolve }) {
      onResolve({ filter: /^[^./]/ }, ({ path, kind, importer }) => {
        if (importer === '') return undefined;
        return resolve(`./${path}`, { kind, resolveDir: join(libraryDir, 'miniprogram_npm') });
      });
    },
  };
  const { metafile } = await build({
    entryPoints: scripts.map((script) => join(libraryDir, script)),
    absWorkingDir: libraryDir,
    bundle: true,
    write: false,
    outdir: 'unused',
    metafile: true,
    logLevel: 'error',
    plugins: [ownPackages],
  });
  return Object.keys(metafile.inputs);
}
