import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import type { AppConfig, ComponentConfig } from '../bundle';
import { BuildError } from './build-error';
import type { CodePath, CodePaths } from './code-paths';

export interface GraphNode {
  readonly path: CodePath;
  readonly kind: 'page' | 'component';
  /** Its JSON, with every component reference resolved to `/code/path`. */
  readonly config: ComponentConfig;
  readonly scriptFile: string;
}

export interface ComponentGraph {
  readonly app: AppConfig;
  readonly pages: readonly CodePath[];
  readonly nodes: readonly GraphNode[];
}

const CUSTOM_TAB_BAR = 'custom-tab-bar/index';

/** Every page of app.json and every component that a page can reach. Throws BuildError. */
export function walkComponents(paths: CodePaths): ComponentGraph {
  const app = readJson<AppConfig>(paths, 'app');
  const pages = pagesOf(app);
  if (pages.length === 0) throw new BuildError('app.json names no page');

  const nodes = new Map<CodePath, GraphNode>();
  const waiting: { path: CodePath; kind: GraphNode['kind'] }[] = [
    ...pages.map((path) => ({ path, kind: 'page' as const })),
    ...(app.tabBar?.custom ? [{ path: CUSTOM_TAB_BAR, kind: 'component' as const }] : []),
  ];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (nodes.has(next.path)) continue;
    const node = readNode(paths, app, next.path, next.kind);
    nodes.set(node.path, node);
    for (const path of componentsUsedBy(node.config)) waiting.push({ path, kind: 'component' });
  }
  return { app, pages, nodes: [...nodes.values()] };
}

function pagesOf(app: AppConfig): CodePath[] {
  const packages = app.subPackages ?? app.subpackages ?? [];
  const inPackages = packages.flatMap(({ root, pages }) =>
    pages.map((page) => posix.join(root, page)),
  );
  return [...(app.pages ?? []), ...inPackages];
}

function readNode(
  paths: CodePaths,
  app: AppConfig,
  path: CodePath,
  kind: GraphNode['kind'],
): GraphNode {
  const scriptFile = paths.existing(path, '.ts', '.js');
  if (scriptFile === undefined) throw new BuildError(`${kind} ${path} has no script (.ts or .js)`);
  const own = paths.existing(path, '.json') ? readJson<ComponentConfig>(paths, path) : {};
  const resolveAll = (from: CodePath, references: Record<string, string> = {}) =>
    Object.fromEntries(
      Object.entries(references).map(([tag, reference]) => [
        tag,
        `/${paths.resolveComponent(from, reference)}`,
      ]),
    );
  const config: ComponentConfig = {
    ...own,
    usingComponents: {
      ...resolveAll('app', app.usingComponents),
      ...resolveAll(path, own.usingComponents),
    },
  };
  if (own.componentGenerics) {
    config.componentGenerics = resolveGenerics(own.componentGenerics, (reference) =>
      paths.resolveComponent(path, reference),
    );
  }
  return { path, kind, config, scriptFile };
}

function resolveGenerics(
  generics: NonNullable<ComponentConfig['componentGenerics']>,
  resolve: (reference: string) => CodePath,
): NonNullable<ComponentConfig['componentGenerics']> {
  return Object.fromEntries(
    Object.entries(generics).map(([name, generic]) => [
      name,
      generic === true || generic.default === undefined
        ? generic
        : { default: `/${resolve(generic.default)}` },
    ]),
  );
}

function componentsUsedBy(config: ComponentConfig): CodePath[] {
  const generics = Object.values(config.componentGenerics ?? {});
  const defaults = generics.flatMap((generic) =>
    generic !== true && generic.default !== undefined ? [generic.default] : [],
  );
  return [...Object.values(config.usingComponents ?? {}), ...defaults].map((path) => path.slice(1));
}

function readJson<Config>(paths: CodePaths, path: CodePath): Config {
  const file = `${paths.fileOf(path)}.json`;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Config;
  } catch (error) {
    throw new BuildError(`${path}.json: ${error instanceof Error ? error.message : String(error)}`);
  }
}
