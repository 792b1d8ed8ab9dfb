import {
  type CodeSpace,
  type GlassNode,
  glassEasel,
  type Instance,
  MiniProgramEnv,
  type Root,
} from 'glass-easel-miniprogram-adapter';
import type { ComponentEntry, MiniProgramBundle } from '../../bundle';
import { SimulatorBackend } from './backend';
import { createWxBehaviors, type WxBehaviors } from './behaviors';
import { createReadyQueue, type ReadyQueue } from './ready-queue';

export interface Engine {
  readonly space: CodeSpace;
  readonly behaviors: WxBehaviors;
  readonly ready: ReadyQueue;
  /** Defines a built-in tag; `definition` is what Component() takes. */
  defineBuiltin(tag: string, definition: Record<string, unknown>): void;
  defineComponent(entry: ComponentEntry): void;
  createRoot(tag: string, path: string): Root;
  /** Why a component could not be defined, by path. */
  readonly failures: ReadonlyMap<string, unknown>;
}

export function createEngine(bundle: MiniProgramBundle): Engine {
  const backend = new SimulatorBackend();
  const env = new MiniProgramEnv();
  const associated = env.associateBackend(backend);
  const space = env.createCodeSpace('main', true);
  const ready = createReadyQueue();
  const failures = new Map<string, unknown>();

  setComponentOptions(space);
  reportErrors();
  space.setOverallBehavior(
    space.componentEnv('ready', ({ Behavior }) =>
      Behavior({
        lifetimes: {
          attached(this: Instance) {
            ready.add(this._$);
          },
        },
      }),
    )._$,
  );
  const behaviors = createWxBehaviors(space);
  associated.registerStyleSheetContent('app', bundle.appStyleSheet);
  space.addStyleSheet('app', 'app');

  function addTemplate(path: string, group: string) {
    const content = bundle.templates[group];
    if (content) space.addCompiledTemplate(path, { groupList: bundle.templates, content });
  }

  return {
    space,
    behaviors,
    ready,
    failures,
    defineBuiltin(tag, definition) {
      const path = `builtin/${tag}`;
      // Shared styles: the insides of built-in tags are styled by the simulator's own style sheet.
      space.addComponentStaticConfig(path, { component: true, styleIsolation: 'shared' });
      addTemplate(path, path);
      space.componentEnv(path, ({ Component }) => Component(definition));
      const component = space.getComponentSpace().getComponentByUrlWithoutDefault(path, '');
      space.getComponentSpace().setGlobalUsingComponent(tag, component);
    },
    defineComponent(entry) {
      const isolation = entry.styleScope ? (entry.config.styleIsolation ?? 'isolated') : 'shared';
      space.addComponentStaticConfig(entry.path, { ...entry.config, styleIsolation: isolation });
      addTemplate(entry.path, entry.path);
      associated.registerStyleSheetContent(entry.path, entry.styleSheet);
      space.addStyleSheet(entry.path, entry.path, entry.styleScope || undefined);
      try {
        runScript(space, behaviors, entry);
      } catch (error) {
        failures.set(entry.path, error);
        console.error(`[${entry.path}]`, error);
      }
    },
    createRoot: (tag, path) => associated.createRoot(tag, space, path),
  };
}

/** A component's script finds Page, Component and Behavior as globals while it runs. */
function runScript(space: CodeSpace, behaviors: WxBehaviors, entry: ComponentEntry) {
  space.componentEnv(entry.path, (env) => {
    const prepare = (definition: Record<string, unknown>) =>
      Array.isArray(definition.behaviors)
        ? { ...definition, behaviors: behaviors.resolve(definition.behaviors) }
        : definition;
    Object.assign(globalThis, {
      Page: (definition: Record<string, unknown>) => env.Page(prepare(definition)),
      Component: (definition: Record<string, unknown>) => env.Component(prepare(definition)),
      Behavior: (definition: Record<string, unknown>) => env.Behavior(prepare(definition)),
    });
    entry.run();
  });
}

/** Ids reach the DOM as they are written; data that contains itself does not end the copy. */
function setComponentOptions(space: CodeSpace) {
  const prepare = space.prepareComponentOptions.bind(space);
  const own = {
    writeIdToDOM: true,
    idPrefixGenerator: undefined,
    dataDeepCopy: 'simple-recursion',
    propertyPassingDeepCopy: 'simple-recursion',
  };
  space.prepareComponentOptions = (is, options) => {
    const [prepared, isolation] = prepare(is, options);
    return [{ ...prepared, ...own }, isolation];
  };
}

/** Errors keep their stack; glass-easel's own report drops it. Its warnings are not WeChat's. */
function reportErrors() {
  glassEasel.addGlobalErrorListener((error, method, component) => {
    const where = typeof component === 'string' ? component : ((component as GlassNode)?.is ?? '');
    console.error(`[${where}] ${method ?? ''}`, error);
    dispatchEvent(new CustomEvent('mini-program-error', { detail: error }));
    return false;
  });
  glassEasel.addGlobalWarningListener(() => false);
}
