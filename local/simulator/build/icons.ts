import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import postcss from 'postcss';
import type { CodePath } from './code-paths';

/** The style sheet of TDesign's icon component; its font lies on a CDN. */
export const ICON_STYLE_PATH: CodePath = 'miniprogram_npm/tdesign-miniprogram/icon/icon';

/** Every quoted word of the given sources: one of them may be the name of an icon. */
export function quotedNames(sources: Iterable<string>): Set<string> {
  const names = new Set<string>();
  for (const source of sources) {
    for (const [, name] of source.matchAll(/['"`]([a-z][a-z0-9-]*)['"`]/g))
      if (name) names.add(name);
  }
  return names;
}

/**
 * The icon font needs the network. Each glyph in use becomes a mask made of the same drawing from
 * `tdesign-icons-svg`, so that it takes the text's colour and works offline; other glyphs go.
 */
export function maskIcons(css: string, usedNames: ReadonlySet<string>, npmRoot: string): string {
  const root = postcss.parse(css);
  root.walkAtRules('font-face', (rule) => {
    rule.remove();
  });
  root.walkRules((rule) => {
    const name = /t-icon-([\w-]+):before$/.exec(rule.selector)?.[1];
    if (name === undefined) return;
    const file = join(npmRoot, 'node_modules/tdesign-icons-svg/src', `${name}.svg`);
    if (!isUsed(name, usedNames) || !existsSync(file)) {
      rule.remove();
      return;
    }
    const mask = `url("data:image/svg+xml,${encodeURIComponent(toMaskSvg(readFileSync(file, 'utf8')))}")`;
    rule.removeAll();
    rule.append(
      { prop: 'content', value: "''" },
      { prop: 'display', value: 'block' },
      { prop: 'width', value: '1em' },
      { prop: 'height', value: '1em' },
      { prop: 'background', value: 'currentColor' },
      { prop: 'mask', value: `${mask} center / contain no-repeat` },
    );
  });
  return root.toString();
}

/** Some names are put together at run time: `'chevron-' + direction` keeps every chevron. */
function isUsed(name: string, usedNames: ReadonlySet<string>): boolean {
  if (usedNames.has(name)) return true;
  const stem = /^(.+-)[^-]+$/.exec(name)?.[1];
  return stem !== undefined && usedNames.has(stem);
}

function toMaskSvg(svg: string): string {
  return svg
    .replace('view-box', 'viewBox')
    .replace(/currentColor/g, '#000')
    .replace(/"1em"/g, '"24"');
}
