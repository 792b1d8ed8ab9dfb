import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { build as bundle } from 'esbuild';
import type { ComponentConfig, ThemeVariables } from '../bundle';
import { copyAssets } from './assets';
import { BuildError } from './build-error';
import { type CodePaths, codePaths } from './code-paths';
import { type ComponentGraph, type GraphNode, walkComponents } from './component-graph';
import { ICON_STYLE_PATH, maskIcons, quotedNames } from './icons';
import { PAGE_HTML } from './page-html';
import { miniProgramScripts } from './scripts';
import { compileTemplates } from './templates';
import { compileWxss } from './wxss';

export interface BuildOptions {
  /** The folder with app.json. */
  miniprogramRoot: string;
  /** The folder whose `node_modules` holds tdesign-miniprogram and tdesign-icons-svg. */
  npmRoot: string;
  /** Receives index.html, app.js and `files/`. */
  outDir: string;
  /** Of the mini program; `touristappid` unless given, as in DevTools without one. */
  appId?: string;
}

export type BuildResult =
  | { ok: true; bytes: number; components: number; warnings: string[]; ms: number }
  | { ok: false; error: string };

const TOURIST_APP_ID = 'touristappid';
const SIMULATOR_ROOT = resolve(__dirname, '..');

/** Compiles the mini program into one page. What is wrong with the source comes back as `error`. */
export async function buildMiniProgram(options: BuildOptions): Promise<BuildResult> {
  const startedAtMs = Date.now();
  try {
    const built = await buildInto({
      miniprogramRoot: resolve(options.miniprogramRoot),
      npmRoot: resolve(options.npmRoot),
      outDir: resolve(options.outDir),
      appId: options.appId ?? TOURIST_APP_ID,
    });
    return { ok: true, ...built, ms: Date.now() - startedAtMs };
  } catch (error) {
    return { ok: false, error: describeFailure(error) };
  }
}

async function buildInto(options: Required<BuildOptions>) {
  const { miniprogramRoot, npmRoot, outDir } = options;
  const paths = codePaths(miniprogramRoot, npmRoot);
  const graph = walkComponents(paths);
  const templates = compileTemplates(
    paths,
    graph.nodes.map(({ path }) => path),
  );
  const output = join(outDir, 'app.js');
  const bundled = await bundle({
    stdin: {
      contents: entrySource(paths, graph, templates.code, options),
      resolveDir: SIMULATOR_ROOT,
      loader: 'js',
      sourcefile: 'mini-program-entry.js',
    },
    bundle: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    outfile: output,
    sourcemap: 'linked',
    loader: { '.css': 'text' },
    logLevel: 'silent',
    nodePaths: [join(npmRoot, 'node_modules')],
    plugins: [
      miniProgramScripts(paths, [
        miniprogramRoot,
        join(npmRoot, 'node_modules/tdesign-miniprogram'),
      ]),
    ],
  });
  rmSync(join(outDir, 'files'), { recursive: true, force: true });
  mkdirSync(join(outDir, 'files'), { recursive: true });
  copyAssets(miniprogramRoot, join(outDir, 'files'));
  writeFileSync(join(outDir, 'index.html'), PAGE_HTML);
  return {
    bytes: statSync(output).size,
    components: graph.nodes.length,
    warnings: [...templates.warnings, ...bundled.warnings.map(({ text }) => text)],
  };
}

/** The script that the bundler starts from: it hands everything to the simulator's `boot`. */
function entrySource(
  paths: CodePaths,
  graph: ComponentGraph,
  templates: string,
  { miniprogramRoot, npmRoot, appId }: Required<BuildOptions>,
) {
  const icons = quotedNames(sourcesOf(graph, miniprogramRoot));
  const components = graph.nodes.map((node, index) => {
    const scope = isScoped(node) ? `c${index.toString(36)}` : '';
    const css = compileWxss(paths, node.path, {
      scope,
      ...(node.kind === 'page' ? { route: node.path } : {}),
    });
    const fields = {
      path: node.path,
      kind: node.kind,
      config: node.config,
      styleScope: scope,
      styleSheet: node.path === ICON_STYLE_PATH ? maskIcons(css, icons, npmRoot) : css,
    };
    return `{...${JSON.stringify(fields)}, run: () => require(${JSON.stringify(node.scriptFile)})}`;
  });
  const appScript = paths.existing('app', '.ts', '.js');
  if (appScript === undefined) throw new BuildError('app.ts (or app.js) does not exist');
  return [
    `import './browser/engine/wxs-globals';`,
    `import { boot } from './browser/main';`,
    `boot({`,
    `  appId: ${JSON.stringify(appId)},`,
    `  app: ${JSON.stringify(graph.app)},`,
    `  theme: ${JSON.stringify(readTheme(paths, graph))},`,
    `  pages: ${JSON.stringify(graph.pages)},`,
    `  appStyleSheet: ${JSON.stringify(compileWxss(paths, 'app', { scope: '' }))},`,
    `  templates: (${templates}),`,
    `  runApp: () => require(${JSON.stringify(appScript)}),`,
    `  components: [${components.join(',\n')}],`,
    `});`,
  ].join('\n');
}

function readTheme(paths: CodePaths, { app }: ComponentGraph): ThemeVariables | null {
  if (!app.themeLocation) return null;
  const file = paths.fileOf(app.themeLocation);
  if (!existsSync(file))
    throw new BuildError(`app.json: themeLocation ${app.themeLocation} does not exist`);
  return JSON.parse(readFileSync(file, 'utf8')) as ThemeVariables;
}

/** Pages share their styles by default, components do not; either may say otherwise. */
function isScoped(node: GraphNode): boolean {
  const isolation = node.config.styleIsolation ?? isolationInScript(node);
  if (isolation !== undefined)
    return !/^(page-)?shared$/.test(isolation) && node.kind === 'component';
  return node.kind === 'component';
}

/** `options: { styleIsolation: 'shared' }` in the script counts like the JSON's. */
function isolationInScript(node: GraphNode): ComponentConfig['styleIsolation'] {
  const source = readFileSync(node.scriptFile, 'utf8');
  return /styleIsolation['"]?\s*:\s*['"]([\w-]+)['"]/.exec(source)?.[1];
}

/**
 * Everything that may name an icon: the folders of all components (TDesign keeps its defaults in
 * `props.js` beside the component) and the whole mini program.
 */
function* sourcesOf(graph: ComponentGraph, miniprogramRoot: string): Iterable<string> {
  const folders = new Set(graph.nodes.map(({ scriptFile }) => dirname(scriptFile)));
  for (const folder of folders) yield* sourcesIn(folder, readdirSync(folder));
  const own = readdirSync(miniprogramRoot, { recursive: true, encoding: 'utf8' });
  yield* sourcesIn(
    miniprogramRoot,
    own.filter((path) => !path.startsWith('miniprogram_npm')),
  );
}

function* sourcesIn(folder: string, names: readonly string[]): Iterable<string> {
  for (const name of names) {
    if (/\.(ts|js|wxml|wxs|json)$/.test(name)) yield readFileSync(join(folder, name), 'utf8');
  }
}

function describeFailure(error: unknown): string {
  if (error instanceof BuildError) return error.message;
  const { errors } = error as {
    errors?: { text: string; location?: { file: string; line: number } }[];
  };
  if (errors?.length) {
    return errors
      .map(({ text, location }) => (location ? `${location.file}:${location.line}: ${text}` : text))
      .join('\n');
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
