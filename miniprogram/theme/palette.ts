/**
 * The tokens a canvas needs, which cannot read CSS variables. The rain is played at night in both
 * themes, so these are the light theme's values; a test keeps them equal to tokens.wxss.
 */
export const PALETTE = {
  brand: '#e64a3b',
  brandLight: '#f2695a',
  brandDeep: '#b92b22',
  gold: '#f6d48a',
  goldLight: '#fdebc0',
  goldDeep: '#d9a548',
  onGold: '#8a3b12',
  onBrand: '#ffffff',
  shadeDeep: 'rgba(70, 12, 8, 0.34)',
} as const;
