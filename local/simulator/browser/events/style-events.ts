import { dispatchBubbling, nodeOfElement } from './dispatch';

const STYLE_EVENTS = ['transitionend', 'animationstart', 'animationiteration', 'animationend'];

/** Ends of transitions and animations reach handlers of the element that they happen on. */
export function installStyleEvents(area: HTMLElement): void {
  for (const type of STYLE_EVENTS) {
    area.addEventListener(type, (event) => {
      const { elapsedTime } = event as TransitionEvent | AnimationEvent;
      const node = nodeOfElement(event.target);
      if (node) dispatchBubbling(node, type, { elapsedTime });
    });
  }
}
