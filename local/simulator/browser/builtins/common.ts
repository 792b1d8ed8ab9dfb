import { type AnimationExport, playAnimation } from '../animation';
import type { Host, Properties } from './define';

const ARIA = [
  'Label',
  'Role',
  'Hidden',
  'Disabled',
  'Checked',
  'Selected',
  'Expanded',
  'Live',
  'Modal',
];

/** Attributes that every built-in tag has. */
export const COMMON_PROPERTIES: Properties = {
  hidden: Boolean,
  animation: null,
  ...Object.fromEntries(ARIA.map((name) => [`aria${name}`, null])),
};

/** @param speaker the element that carries the aria attributes; inside an input that is the field. */
export function installCommon(host: Host, speaker: HTMLElement): void {
  host.watch(['hidden'], () => host.element.toggleAttribute('hidden', host.flag('hidden')));
  host.watch(['animation'], () => {
    const animation = host.value('animation') as AnimationExport | null | undefined;
    if (animation?.actions) playAnimation(host.node, animation);
  });
  for (const name of ARIA) {
    host.watch([`aria${name}`], () => {
      const value = host.value(`aria${name}`);
      const attribute = name === 'Role' ? 'role' : `aria-${name.toLowerCase()}`;
      if (value === null || value === undefined || value === '') speaker.removeAttribute(attribute);
      else speaker.setAttribute(attribute, String(value));
    });
  }
}
