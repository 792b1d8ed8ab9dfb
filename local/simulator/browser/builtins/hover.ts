import { TEMPORARY_STYLE } from '../engine/style-segments';
import type { Host, Properties } from './define';

export const hoverProperties = (defaultClass: string): Properties => ({
  hoverClass: { type: String, value: defaultClass },
  hoverStartTime: { type: Number, value: 50 },
  hoverStayTime: { type: Number, value: 400 },
  hoverStopPropagation: Boolean,
});

/** Adds `hover-class` while a finger rests on the element. */
export function installHover(host: Host): void {
  let startTimer = 0;
  let stayTimer = 0;

  function setHover(on: boolean) {
    for (const name of host
      .text('hoverClass')
      .split(/\s+/)
      .filter((each) => each && each !== 'none')) {
      host.node.toggleNodeClass(name, on, TEMPORARY_STYLE);
      // The default classes (button-hover) are the simulator's own, in no component's scope.
      if (name.endsWith('-hover')) host.element.classList.toggle(name, on);
    }
  }

  function begin() {
    if (host.element.hasAttribute('disabled')) return;
    clearTimeout(stayTimer);
    startTimer = window.setTimeout(() => setHover(true), host.number('hoverStartTime'));
  }

  function end() {
    clearTimeout(startTimer);
    stayTimer = window.setTimeout(() => setHover(false), host.number('hoverStayTime'));
  }

  host.node.addListener('touchstart', begin);
  for (const type of ['touchend', 'touchcancel']) host.node.addListener(type, end);
  host.node.addListener('touchmove', () => clearTimeout(startTimer));
  host.onDetached(() => {
    clearTimeout(startTimer);
    clearTimeout(stayTimer);
  });
}
