import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { PALETTE } from '../../../miniprogram/theme/palette';
import themeJson from '../../../miniprogram/theme/theme.json';

const MINIPROGRAM = join(__dirname, '../../../miniprogram');
const TOKENS = readFileSync(join(MINIPROGRAM, 'theme/tokens.wxss'), 'utf8');
const [LIGHT = '', DARK = ''] = TOKENS.split('@media (prefers-color-scheme: dark)');

function token(css: string, name: string): string | undefined {
  return new RegExp(`--${name}:\\s*([^;]+);`).exec(css)?.[1];
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'miniprogram_npm' ? [] : filesBelow(path);
    return /\.(wxss|wxml|ts|json)$/.test(entry.name) ? [path] : [];
  });
}

describe('theme', () => {
  it('is the only folder that names a colour', () => {
    const colour = /#[0-9a-f]{3,8}\b(?=['";,\s)])|\brgba?\(|\bhsla?\(/i;
    const offenders = filesBelow(MINIPROGRAM)
      .map((path) => relative(MINIPROGRAM, path))
      .filter((path) => !path.startsWith('theme/'))
      .filter((path) => colour.test(readFileSync(join(MINIPROGRAM, path), 'utf8')));
    expect(offenders).toEqual([]);
  });

  it('gives a canvas the colours of the light tokens', () => {
    for (const [name, value] of Object.entries(PALETTE)) {
      expect([name, value]).toEqual([name, token(LIGHT, kebab(name))]);
    }
  });

  it('gives windows and tab bar the tokens of both themes', () => {
    const TOKEN_OF = {
      paper: 'paper',
      surface: 'surface',
      brandDeep: 'brand-deep',
      tabText: 'ink-3',
      tabSelected: 'brand',
      nightTop: 'night-top',
    } as const;
    for (const [key, name] of Object.entries(TOKEN_OF) as [keyof typeof TOKEN_OF, string][]) {
      expect([key, themeJson.light[key]]).toEqual([key, token(LIGHT, name)]);
      expect([key, themeJson.dark[key]]).toEqual([key, token(DARK, name) ?? token(LIGHT, name)]);
    }
  });

  it('keeps words readable on their grounds in both themes', () => {
    const pairs = [
      ['ink', 'paper', 4.5],
      ['ink', 'surface', 4.5],
      ['ink-2', 'paper', 4.5],
      ['ink-2', 'surface', 4.5],
      ['good', 'good-soft', 4.5],
      ['warn', 'warn-soft', 4.5],
      ['bad', 'bad-soft', 4.5],
      ['ink-2', 'quiet-soft', 4.5],
      ['ink-3', 'surface', 4.5],
      ['brand-ink', 'paper', 4.5],
      ['brand-ink', 'surface', 4.5],
      ['brand-ink', 'brand-soft', 4.5],
      ['on-brand', 'brand-chip', 4.5],
      // Large and bold only.
      ['on-brand', 'brand', 3],
      ['brand', 'paper', 3],
    ] as const;
    for (const css of [LIGHT, DARK]) {
      for (const [ink, ground, least] of pairs) {
        const ratio = contrast(token(css, ink) ?? token(LIGHT, ink)!, token(css, ground)!);
        expect([ink, ground, ratio >= least]).toEqual([ink, ground, true]);
      }
    }
  });
});

/** WCAG's contrast ratio of two #rrggbb colours. */
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
