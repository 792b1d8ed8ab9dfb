/**
 * One column of a picker: it scrolls, snaps to an item and says which one rests in the middle.
 * Fingers and the wheel scroll it natively; a mouse may also drag it or click an item.
 */
export interface Wheel {
  /** Puts an item in the middle. */
  show(index: number): void;
  /** Ends a movement at once: the item nearest to the middle counts. */
  settle(): void;
}

const REST_MS = 120;

export function installWheel(
  scroller: HTMLElement,
  items: () => readonly HTMLElement[],
  onRest: (index: number) => void,
): Wheel {
  let current = 0;
  let timer = 0;
  let drag: { y: number; top: number; moved: boolean } | null = null;

  const itemHeight = () => items()[0]?.offsetHeight || 34;
  const scrollTo = (index: number, behavior: ScrollBehavior) =>
    scroller.scrollTo({ top: index * itemHeight(), behavior });

  function rest() {
    clearTimeout(timer);
    if (drag) return;
    const index = Math.min(
      items().length - 1,
      Math.max(0, Math.round(scroller.scrollTop / itemHeight())),
    );
    if (Math.abs(scroller.scrollTop - index * itemHeight()) > 1) scrollTo(index, 'smooth');
    if (index === current) return;
    current = index;
    onRest(index);
  }

  scroller.addEventListener('scroll', () => {
    clearTimeout(timer);
    timer = window.setTimeout(rest, REST_MS);
  });
  scroller.addEventListener('mousedown', (event) => {
    drag = { y: event.clientY, top: scroller.scrollTop, moved: false };
    scroller.style.scrollSnapType = 'none';
  });
  scroller.addEventListener('mousemove', (event) => {
    if (!drag) return;
    const distance = event.clientY - drag.y;
    drag.moved ||= Math.abs(distance) > 4;
    scroller.scrollTop = drag.top - distance;
  });
  const release = (event: MouseEvent) => {
    if (!drag) return;
    const { moved } = drag;
    drag = null;
    const clicked = items().findIndex((item) => item.contains(event.target as Node));
    if (!moved && clicked >= 0) scrollTo(clicked, 'smooth');
    scroller.style.scrollSnapType = '';
    clearTimeout(timer);
    timer = window.setTimeout(rest, REST_MS);
  };
  scroller.addEventListener('mouseup', release);
  scroller.addEventListener('mouseleave', release);

  return {
    show(index) {
      current = index;
      scrollTo(index, 'instant');
    },
    settle: rest,
  };
}
