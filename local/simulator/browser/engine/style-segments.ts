import type { GlassNode } from 'glass-easel-miniprogram-adapter';

/**
 * glass-easel joins several style segments into one `style` attribute. Segment 0 belongs to the
 * template; these two are free for styles set at run time, so that a template update keeps them.
 */
export const ANIMATION_STYLE = 2;
export const TEMPORARY_STYLE = 3;

export function setStyleSegment(node: GlassNode, style: string, segment: number): void {
  node.setNodeStyle(style, segment);
}
