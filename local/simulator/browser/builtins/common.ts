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

export function installCommon(host: Host): void {
  host.watch(['hidden'], () => host.element.toggleAttribute('hidden', host.flag('hidden')));
  host.watch(['animation'], () => {
    const animation = host.value('animation') as AnimationExport | null | undefined;
    if (animation?.actions) playAnimation(host.node, animation);
  });
  for (const name of ARIA) {
    host.watch([`aria${name}`], () => {
      const value = host.value(`aria${name}`);
      const attribute = name === 'Role' ? 'role' : `aria-${name.toLowerCase()}`;
      if (value === null || value === undefined || value === '')
        host.element.removeAttribute(attribute);
      else host.element.setAttribute(attribute, String(value));
    });
  }
}
