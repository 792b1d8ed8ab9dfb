/**
 * The parts of glass-easel 0.12.1 and its adapter that the simulator uses. Written by hand: the
 * adapter's package.json points at a type file that does not exist.
 */
declare module 'glass-easel-miniprogram-adapter' {
  export type Methods = Record<string, unknown>;

  /** A node of a component's tree: element, component or virtual node. */
  export interface GlassNode {
    /** Its DOM element; null for virtual nodes. */
    readonly $$: HTMLElement | null;
    id: string;
    readonly is?: string;
    readonly dataset: Record<string, unknown>;
    readonly data?: Record<string, unknown>;
    readonly childNodes: readonly GlassNode[];
    readonly parentNode: GlassNode | null;
    readonly ownerShadowRoot: GlassShadowRoot | null;
    readonly classList?: { contains(name: string): boolean };
    getShadowRoot?(): GlassShadowRoot | null;
    getMethodCaller?(): Instance;
    hasBehavior?(behavior: GlassBehavior): boolean;
    getComposedParent(): GlassNode | null;
    setNodeStyle(style: string, segment: number): void;
    toggleNodeClass(name: string, force: boolean, segment: number): void;
    addListener(type: string, listener: (event: GlassEvent) => unknown): void;
    triggerEvent(type: string, detail: unknown, options: GlassEventOptions): void;
    triggerLifetime?(name: string, args: unknown[]): void;
    triggerPageLifetime?(name: string, args: unknown[]): void;
  }

  export interface GlassShadowRoot extends GlassNode {
    getHostNode(): GlassNode;
    querySelector(selector: string): GlassNode | null;
    querySelectorAll(selector: string): GlassNode[];
  }

  export interface GlassEventOptions {
    bubbles?: boolean;
    composed?: boolean;
    capturePhase?: boolean;
    originalEvent?: unknown;
    extraFields?: Record<string, unknown>;
    handleListenerReturn?: (returned: unknown) => boolean | undefined;
  }

  export interface GlassEvent {
    readonly type: string;
    readonly timeStamp: number;
    readonly detail: unknown;
    readonly target: GlassNode | Instance;
    readonly currentTarget: GlassNode | Instance;
    readonly mark: Record<string, unknown> | null;
    readonly touches?: unknown[];
    readonly changedTouches?: unknown[];
    stopPropagation(): void;
    preventDefault(): void;
    defaultPrevented(): boolean;
  }

  /** What `this` is in a page's or component's methods. */
  export interface Instance {
    readonly _$: GlassNode;
    readonly data: Record<string, unknown>;
    setData(data: Record<string, unknown>, callback?: () => void): void;
    [member: string]: unknown;
  }

  export interface GlassBehavior {
    readonly brand: unique symbol;
  }

  export interface AdapterBehavior {
    readonly _$: GlassBehavior;
  }

  export interface ComponentEnv {
    Page(definition: Methods): void;
    Component(definition: Methods): void;
    Behavior(definition: Methods): AdapterBehavior;
  }

  export interface ComponentSpace {
    getComponentByUrlWithoutDefault(path: string, from: string): unknown;
    setGlobalUsingComponent(tag: string, component: unknown): void;
  }

  export interface CodeSpace {
    prepareComponentOptions(is: string, options?: unknown): [Record<string, unknown>, string];
    setOverallBehavior(behavior: GlassBehavior): void;
    getComponentSpace(): ComponentSpace;
    addStyleSheet(path: string, url: string, scopeName?: string): void;
    addCompiledTemplate(path: string, template: { groupList: unknown; content: unknown }): void;
    addComponentStaticConfig(path: string, config: unknown): void;
    componentEnv<T>(path: string, define: (env: ComponentEnv) => T): T;
  }

  export interface Root {
    get(): Instance;
    getComponent(): GlassNode;
    attach(parent: Element, placeholder: Element): void;
    release(): void;
  }

  export interface AssociatedBackend {
    registerStyleSheetContent(url: string, content: string): void;
    createRoot(tag: string, space: CodeSpace, path: string): Root;
  }

  export class MiniProgramEnv {
    createCodeSpace(id: string, isMain: boolean): CodeSpace;
    associateBackend(context: glassEasel.CurrentWindowBackendContext): AssociatedBackend;
  }

  export namespace component {
    const ComponentCaller: { readonly prototype: Record<string, unknown> };
  }

  export namespace glassEasel {
    class CurrentWindowBackendContext {
      document: {
        createElement(tag: string): unknown;
        createTextNode(text: string): unknown;
        createDocumentFragment(): unknown;
      };
      appendStyleSheetPath(path: string, scope?: number): number;
      setListenerStats(element: unknown, type: string, capture: boolean, level: number): void;
      render(callback: (error: Error | null) => void): void;
    }
    class Event {
      constructor(type: string, detail: unknown, options: GlassEventOptions);
      static dispatchEvent(target: GlassNode, event: Event): void;
      defaultPrevented(): boolean;
    }
    function addGlobalErrorListener(
      listener: (error: unknown, method?: string, component?: GlassNode | string) => boolean,
    ): void;
    function addGlobalWarningListener(listener: (message: string) => boolean): void;
  }
}

interface HTMLElement {
  /** Set by glass-easel on every element that it made. */
  __wxElement?: import('glass-easel-miniprogram-adapter').GlassNode;
}

declare module '*.css' {
  const text: string;
  export default text;
}
