/**
 * Turns fingers and the mouse into the mini program's touch events: touchstart, touchmove, touchend,
 * touchcancel, tap, longpress, longtap. These are the only pointer events that handlers receive.
 */
import type { GlassNode } from 'glass-easel-miniprogram-adapter';
import { dispatchBubbling, nodeOfElement } from './dispatch';

const TAP_DISTANCE_PX = 10;
const LONG_PRESS_MS = 350;
/** Browsers send mouse events after a touch; these are the same finger. */
const GHOST_MOUSE_MS = 1000;
const MOUSE_ID = 0;

interface Contact {
  readonly identifier: number;
  readonly clientX: number;
  readonly clientY: number;
}

interface Press {
  readonly element: HTMLElement;
  readonly node: GlassNode;
  readonly startX: number;
  readonly startY: number;
  readonly longPressTimer: number;
  isTap: boolean;
  last: Contact;
}

export function installGestures(area: HTMLElement): void {
  const presses = new Map<number, Press>();
  let lastTouchAtMs = Number.NEGATIVE_INFINITY;

  function start(event: Event, contacts: Contact[]) {
    const element = event.target as HTMLElement;
    const node = nodeOfElement(element);
    if (!node) return;
    for (const contact of contacts) {
      const longPressTimer = window.setTimeout(() => longPress(contact.identifier), LONG_PRESS_MS);
      const { clientX: startX, clientY: startY } = contact;
      presses.set(contact.identifier, {
        element,
        node,
        startX,
        startY,
        longPressTimer,
        isTap: true,
        last: contact,
      });
    }
    send('touchstart', event, contacts);
  }

  function move(event: Event, contacts: Contact[]) {
    const tracked = contacts.filter(({ identifier }) => presses.has(identifier));
    for (const contact of tracked) {
      const press = presses.get(contact.identifier) as Press;
      press.last = contact;
      const distance = Math.hypot(contact.clientX - press.startX, contact.clientY - press.startY);
      if (distance > TAP_DISTANCE_PX) cancelTap(press);
    }
    send('touchmove', event, tracked);
  }

  function finish(contacts: Contact[], type: 'touchend' | 'touchcancel') {
    for (const contact of contacts) {
      const press = presses.get(contact.identifier);
      if (!press) continue;
      press.last = contact;
      window.clearTimeout(press.longPressTimer);
      presses.delete(contact.identifier);
      const changed = [toTouch(press, contact)];
      const touches = [...presses.values()].map((other) => toTouch(other, other.last));
      dispatchBubbling(press.node, type, {}, { touches, changedTouches: changed });
      if (type === 'touchend' && press.isTap) tap(press, changed);
    }
  }

  function send(type: string, event: Event, contacts: readonly Contact[]) {
    const first = contacts[0] && presses.get(contacts[0].identifier);
    if (!first) return;
    const touches = [...presses.values()].map((press) => toTouch(press, press.last));
    const changedTouches = contacts.flatMap((contact) => {
      const press = presses.get(contact.identifier);
      return press ? [toTouch(press, contact)] : [];
    });
    const { prevented } = dispatchBubbling(first.node, type, {}, { touches, changedTouches });
    // `catch:touchmove` keeps the page behind a popup from scrolling.
    if (prevented && type === 'touchmove' && event.cancelable) event.preventDefault();
  }

  function longPress(identifier: number) {
    const press = presses.get(identifier);
    if (!press?.isTap) return;
    const touches = [toTouch(press, press.last)];
    const detail = { x: touches[0]?.clientX, y: touches[0]?.clientY };
    const fields = { touches, changedTouches: touches };
    // With a longpress handler the tap does not come; longtap, the older event, leaves it alone.
    if (dispatchBubbling(press.node, 'longpress', detail, fields).handled) press.isTap = false;
    dispatchBubbling(press.node, 'longtap', detail, fields);
  }

  function tap(press: Press, changedTouches: ReturnType<typeof toTouch>[]) {
    if (!press.element.isConnected || press.element.closest('wx-button[disabled]')) return;
    const detail = { x: changedTouches[0]?.pageX, y: changedTouches[0]?.pageY };
    dispatchBubbling(press.node, 'tap', detail, { touches: changedTouches, changedTouches });
  }

  const onTouch = (type: string, handle: (event: Event, contacts: Contact[]) => void) =>
    area.addEventListener(
      type,
      (event) => {
        lastTouchAtMs = performance.now();
        handle(event, [...(event as TouchEvent).changedTouches]);
      },
      { capture: true, passive: false },
    );
  onTouch('touchstart', start);
  onTouch('touchmove', move);
  onTouch('touchend', (_, contacts) => finish(contacts, 'touchend'));
  onTouch('touchcancel', (_, contacts) => finish(contacts, 'touchcancel'));

  const onMouse = (
    target: HTMLElement | Window,
    type: string,
    handle: (event: Event, contacts: Contact[]) => void,
  ) =>
    target.addEventListener(
      type,
      (event) => {
        const { button, clientX, clientY } = event as MouseEvent;
        if (button !== 0 || performance.now() - lastTouchAtMs < GHOST_MOUSE_MS) return;
        handle(event, [{ identifier: MOUSE_ID, clientX, clientY }]);
      },
      { capture: true },
    );
  onMouse(area, 'mousedown', start);
  onMouse(window, 'mousemove', move);
  onMouse(window, 'mouseup', (_, contacts) => finish(contacts, 'touchend'));
}

function cancelTap(press: Press) {
  press.isTap = false;
  window.clearTimeout(press.longPressTimer);
}

/** Positions are the page's: measured from below the navigation bar; on a canvas also from its corner. */
function toTouch(press: Press, contact: Contact) {
  const page = press.element.closest('.sim-page') ?? document.body;
  const viewport = press.element.closest('.sim-page-viewport');
  const origin = page.getBoundingClientRect();
  const clientX = contact.clientX - origin.left;
  const clientY = contact.clientY - origin.top;
  const canvas = press.element.closest('wx-canvas')?.getBoundingClientRect();
  return {
    identifier: contact.identifier,
    clientX,
    clientY,
    pageX: clientX + (viewport?.scrollLeft ?? 0),
    pageY: clientY + (viewport?.scrollTop ?? 0),
    force: 1,
    ...(canvas && { x: contact.clientX - canvas.left, y: contact.clientY - canvas.top }),
  };
}
