/**
 * glass-easel joins several segments into one `style` attribute and one class list. Segment 0 belongs
 * to the template; these two are free for what is set at run time, so that a template update keeps it.
 */
export const ANIMATION_STYLE = 2;
export const TEMPORARY_STYLE = 3;
