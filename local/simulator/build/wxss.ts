import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import postcss, { type AtRule, type Root, type Rule } from 'postcss';
import { BUILTIN_TAGS } from '../builtin-tags';
import { convertUnits } from '../units';
import { BuildError } from './build-error';
import type { CodePath, CodePaths } from './code-paths';

export interface StyleTarget {
  /** Prefix of every class; empty when the styles are shared with others. */
  readonly scope: string;
  /** Set for a page: its rules reach that page only. */
  readonly route?: string;
}

/** The WXSS of a code path with everything it imports, as CSS for the browser. Empty when absent. */
export function compileWxss(paths: CodePaths, path: CodePath, target: StyleTarget): string {
  const file = paths.existing(path, '.wxss');
  if (file === undefined) return '';
  return transformWxss(inlineImports(paths, path, []), target, `${path}.wxss`);
}

/** @throws BuildError when the source cannot be parsed. */
export function transformWxss(source: string, target: StyleTarget, name = 'style.wxss'): string {
  const root = parse(source, name);
  root.walkDecls((declaration) => {
    declaration.value = convertUnits(declaration.value);
  });
  spreadPageBackground(root);
  root.walkRules((rule) => {
    if (isKeyframe(rule)) return;
    rule.selectors = rule.selectors.map((selector) => scopeSelector(selector, target));
  });
  root.walkAtRules('media', rewriteColorScheme);
  return root.toString();
}

/**
 * - `.a` → `.scope--a` (classes that begin with `wx-` are insides of built-in tags and stay);
 * - `view` → `wx-view`;
 * - `:host` → the element of this component;
 * - a page's rule is limited to the page without making it stronger.
 */
export function scopeSelector(selector: string, { scope, route }: StyleTarget): string {
  let scoped = selector;
  if (scope)
    scoped = scoped.replace(
      /\.(?!wx-)(-?[_a-zA-Z\u0080-\uffff][\w\u0080-\uffff-]*)/g,
      `.${scope}--$1`,
    );
  scoped = scoped
    .replace(/:host(?:\(([^)]*)\))?/g, (_, own = '') => `[wx-host="${scope}"]${own}`)
    .replace(BUILTIN_TAG, '$1wx-$2');
  return route ? `:where([data-route="${route}"]) ${scoped}` : scoped;
}

const BUILTIN_TAG = new RegExp(
  `(^|[\\s>+~,(])(${[...BUILTIN_TAGS].sort((a, b) => b.length - a.length).join('|')})(?=$|[\\s>+~,.:#\\[)])`,
  'g',
);

/**
 * In WeChat the background of `page` fills the screen, as a body's does. Here the screen is the
 * element around `page`, so it receives the background and the variables that it may use.
 */
function spreadPageBackground(root: Root) {
  root.walkRules((rule) => {
    if (!rule.selectors.includes('page')) return;
    const spread = rule.clone({ selectors: ['.sim-page-viewport'] });
    spread.walkDecls((declaration) => {
      if (!/^(--|background)/.test(declaration.prop)) declaration.remove();
    });
    if (spread.nodes.length > 0) rule.after(spread);
  });
}

/** The simulator has its own theme switch; a media query could only follow the computer's. */
function rewriteColorScheme(media: AtRule) {
  const scheme = /\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/.exec(media.params);
  if (!scheme) return;
  const theme = scheme[1];
  media.walkRules((rule) => {
    if (isKeyframe(rule)) return;
    rule.selectors = rule.selectors.map(
      (selector) => `:where([data-theme="${theme}"]) ${selector}`,
    );
  });
  const rest = media.params
    .replace(scheme[0], '')
    .replace(/^\s*and\s+|\s+and\s*$/g, '')
    .trim();
  if (rest) media.params = rest;
  else media.replaceWith(media.nodes ?? []);
}

function inlineImports(paths: CodePaths, path: CodePath, importers: readonly CodePath[]): string {
  const file = paths.existing(path, '.wxss');
  if (file === undefined) {
    throw new BuildError(`${importers.at(-1)}.wxss: @import of ${path}.wxss, which does not exist`);
  }
  if (importers.includes(path)) return '';
  const source = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  return source.replace(
    /@import\s+(?:url\()?\s*['"]([^'"]+)['"]\s*\)?\s*;?/g,
    (_, reference: string) => {
      const imported = resolveImport(paths, path, reference.replace(/\.wxss$/, ''));
      return inlineImports(paths, imported, [...importers, path]);
    },
  );
}

function resolveImport(paths: CodePaths, from: CodePath, reference: string): CodePath {
  if (reference.startsWith('/')) return reference.slice(1);
  const relative = posix.join(posix.dirname(from), reference);
  if (reference.startsWith('.') || paths.existing(relative, '.wxss')) return relative;
  return reference.startsWith('miniprogram_npm/') ? reference : `miniprogram_npm/${reference}`;
}

function parse(source: string, name: string): Root {
  try {
    return postcss.parse(source, { from: name });
  } catch (error) {
    throw new BuildError(error instanceof Error ? error.message : String(error));
  }
}

function isKeyframe(rule: Rule): boolean {
  const { parent } = rule;
  return parent?.type === 'atrule' && /keyframes$/.test((parent as AtRule).name);
}
