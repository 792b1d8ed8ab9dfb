/**
 * Units that only a phone's page knows, as CSS that a browser understands. Used by the build for
 * WXSS and by the running page for `style` attributes.
 *
 * - 1rpx is a 750th of the phone's width, not of the window's.
 * - `vh` and `vw` mean the page below the navigation bar, not the window.
 * - `env(safe-area-inset-…)` is the simulated phone's, not the computer's.
 */
const RPX = /(-?(?:\d+\.?\d*|\.\d+))rpx\b/gi;
const VIEWPORT = /(-?(?:\d+\.?\d*|\.\d+))(vh|vw)\b/gi;
const SAFE_AREA =
  /\b(?:env|constant)\(\s*safe-area-inset-(top|right|bottom|left)\s*(?:,[^()]*)?\)/gi;

export function convertUnits(css: string): string {
  return css
    .replace(RPX, 'calc($1 * var(--rpx))')
    .replace(
      VIEWPORT,
      (_, value: string, unit: string) => `calc(${value} * var(--${unit.toLowerCase()}))`,
    )
    .replace(SAFE_AREA, 'var(--safe-area-$1)');
}
