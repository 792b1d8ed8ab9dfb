import { glassEasel } from 'glass-easel-miniprogram-adapter';
import { convertUnits } from '../../units';

/** The browser as glass-easel's backend, with what a mini program needs changed. */
export class SimulatorBackend extends glassEasel.CurrentWindowBackendContext {
  readonly #appended = new Map<string, number>();

  constructor() {
    super();
    this.document = {
      createElement,
      createTextNode: (text) => document.createTextNode(text),
      createDocumentFragment: () => document.createDocumentFragment(),
    };
  }

  /** A page that is opened twice must not bring its styles twice. */
  override appendStyleSheetPath(path: string, scope?: number): number {
    const known = this.#appended.get(path);
    if (known !== undefined) return known;
    const index = super.appendStyleSheetPath(path, scope);
    this.#appended.set(path, index);
    return index;
  }

  /**
   * Does nothing: glass-easel would listen to the browser's event of the same name, and a component
   * that triggers its own `click` or `change` would be told twice. Events come from `events/`.
   */
  override setListenerStats(): void {}
}

/** Inline styles may hold rpx, vh and safe areas at any time, so they are converted on the way in. */
function createElement(tag: string): HTMLElement {
  const element = document.createElement(tag);
  // Not enumerable: a page may put a canvas into its data, and copying that must not copy the tree.
  Object.defineProperty(element, '__wxElement', { value: undefined, writable: true });
  const setAttribute = (name: string, value: string) => {
    const converted = name === 'style' ? convertUnits(String(value)) : value;
    Element.prototype.setAttribute.call(element, name, converted);
  };
  Object.defineProperty(element, 'setAttribute', { value: setAttribute });
  return element;
}
