import { cpSync, readdirSync } from 'node:fs';
import { extname, join, relative } from 'node:path';

const COMPILED = new Set(['.ts', '.js', '.wxml', '.wxss', '.wxs', '.json', '.md', '.map']);

/** Copies pictures, sounds and other files that a page may name; they can lie in any folder. */
export function copyAssets(miniprogramRoot: string, outFolder: string): void {
  for (const entry of readdirSync(miniprogramRoot, { withFileTypes: true, recursive: true })) {
    const file = join(entry.parentPath, entry.name);
    const path = relative(miniprogramRoot, file);
    if (!entry.isFile() || COMPILED.has(extname(entry.name))) continue;
    if (/(^|[\\/])(node_modules|miniprogram_npm)[\\/]/.test(path)) continue;
    cpSync(file, join(outFolder, path));
  }
}
