import { type TransformFailure, transformSync } from 'esbuild';
import { BuildError } from './build-error';

/**
 * WXS is a small JavaScript of its own; here it runs as JavaScript. Two of its rules must be kept:
 *
 * - `x.constructor` is the *name* of the type ("Array"). Without this, TDesign's tabs and borders
 *   break in silence. `__wxsType` is given by the page (browser/engine/wxs-globals.ts).
 * - `require('./x.wxs')` names the file; the compiler's loader knows modules without the suffix.
 *
 * @throws BuildError with the line when the source is no JavaScript.
 */
export function rewriteWxs(source: string, name = 'module.wxs'): string {
  checkSyntax(source, name);
  return source
    .replace(
      /((?:[A-Za-z_$][\w$]*)(?:\.[A-Za-z_$][\w$]*|\[[^\]]*\])*)\.constructor\b/g,
      '__wxsType($1)',
    )
    .replace(/(require\(\s*['"][^'"]+?)\.wxs(['"]\s*\))/g, '$1$2');
}

/** The modules that a WXS source requires, as written but without the suffix. */
export function wxsDependencies(source: string): string[] {
  const requires = source.matchAll(/require\(\s*['"]([^'"]+?)(?:\.wxs)?['"]\s*\)/g);
  return [...requires].flatMap(([, path]) => (path === undefined ? [] : [path]));
}

function checkSyntax(source: string, name: string) {
  try {
    transformSync(source, { loader: 'js', logLevel: 'silent' });
  } catch (error) {
    const [first] = (error as TransformFailure).errors;
    throw new BuildError(`${name}:${first?.location?.line ?? 1}: ${first?.text ?? String(error)}`);
  }
}
