type Child = Node | string | null | undefined;

/**
 * Makes an element: `make('div.sheet-title', '标题')`. Only for the simulator's own parts: its classes
 * get a prefix, because a mini program's pages may well call something `page` or `toast` themselves.
 */
export function make(selector: string, ...children: Child[]): HTMLElement {
  const [tag = 'div', ...classes] = selector.split('.');
  const element = document.createElement(tag || 'div');
  element.className = classes.map((name) => `sim-${name}`).join(' ');
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function onClick(element: HTMLElement, handle: () => void): HTMLElement {
  element.addEventListener('click', handle);
  return element;
}
