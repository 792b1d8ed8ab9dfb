/** The tags that WeChat itself provides. In the page each becomes `wx-…`, so that it cannot meet HTML's own. */
export const BUILTIN_TAGS = [
  'view',
  'text',
  'button',
  'image',
  'input',
  'textarea',
  'scroll-view',
  'swiper',
  'swiper-item',
  'canvas',
  'navigator',
  'label',
  'form',
  'icon',
  'switch',
  'slider',
  'checkbox',
  'checkbox-group',
  'radio',
  'radio-group',
  'picker',
  'picker-view',
  'picker-view-column',
  'progress',
  'rich-text',
  'video',
  'cover-view',
  'cover-image',
  'movable-area',
  'movable-view',
  'root-portal',
  'page-container',
  'match-media',
  'open-data',
  'web-view',
] as const;

const KNOWN: ReadonlySet<string> = new Set(BUILTIN_TAGS);

export function isBuiltinTag(name: string): boolean {
  return KNOWN.has(name);
}
