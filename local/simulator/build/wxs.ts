import { type TransformFailure, transformSync } from 'esbuild';
import { BuildError } from './build-error';

/**
 * WXS is a small JavaScript of its own; here it runs as JavaScript. Three of its rules must be kept:
 *
 * - `x.constructor` is the *name* of the type ("Array"). Without this, TDesign's tabs and borders
 *   break in silence. `__wxsType` is given by the page (browser/engine/wxs-globals.ts).
 * - A backslash in `getRegExp('^\\d+$')` belongs to the expression; in a JavaScript string it would
 *   vanish. TDesign's `addUnit` depends on it.
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
    .replace(
      REG_EXP_LITERAL,
      (_, start: string, pattern: string) => start + keepBackslashes(pattern),
    )
    .replace(/(require\(\s*['"][^'"]+?)\.wxs(['"]\s*\))/g, '$1$2');
}

/** The modules that a WXS source requires, as written but without the suffix. */
export function wxsDependencies(source: string): string[] {
  const requires = source.matchAll(/require\(\s*['"]([^'"]+?)(?:\.wxs)?['"]\s*\)/g);
  return [...requires].flatMap(([, path]) => (path === undefined ? [] : [path]));
}

const REG_EXP_LITERAL = /(\bgetRegExp\(\s*)('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")/g;

function keepBackslashes(literal: string): string {
  return literal.replace(/\\(.)/g, (written, character: string) =>
    /['"\\]/.test(character) ? written : `\\\\${character}`,
  );
}

function checkSyntax(source: string, name: string) {
  try {
    transformSync(source, { loader: 'js', logLevel: 'silent' });
  } catch (error) {
    const [first] = (error as TransformFailure).errors;
    throw new BuildError(`${name}:${first?.location?.line ?? 1}: ${first?.text ?? String(error)}`);
  }
}
