import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { TmplGroup } from 'glass-easel-template-compiler';
import { BuildError } from './build-error';
import { BUILTIN_TEMPLATES } from './builtin-templates';
import type { CodePath, CodePaths } from './code-paths';
import { rewriteWxml } from './wxml';
import { rewriteWxs, wxsDependencies } from './wxs';

interface TemplateMessage {
  path: string;
  message: string;
  startLine: number;
  isError?: boolean;
}

/**
 * Lets the page see every event handler and `change:` listener before it is called, and tells it
 * which functions come from WXS: browser/engine/wxs-hooks.ts. `Q` and `D` are the compiler's own
 * names for its filters and for its module loader.
 */
const TEMPLATE_RUNTIME = [
  'Q.A=__templateHooks.changePropListener;',
  'Q.C=__templateHooks.eventListener;',
  // Without any WXS the compiler leaves the loader out.
  "if(typeof D==='function')D=((define)=>(name,load)=>define(name,(require,exports,module)=>{",
  'load(require,exports,module);__templateHooks.markWxs(module.exports)}))(D);',
].join('');

export interface CompiledTemplates {
  /** A JavaScript expression: an object of template groups by code path. */
  readonly code: string;
  readonly warnings: readonly string[];
}

/** Compiles the templates of all components, what they import, and those of the built-in tags. */
export function compileTemplates(
  paths: CodePaths,
  components: readonly CodePath[],
): CompiledTemplates {
  const group = new TmplGroup();
  group.setExtraRuntimeScript(TEMPLATE_RUNTIME);
  const added = new Set<CodePath>();
  const warnings: string[] = [];

  function addSource(path: CodePath, source: string) {
    for (const message of (group.addTmpl(path, source) ?? []) as TemplateMessage[]) {
      const text = `${path}.wxml:${message.startLine + 1}: ${message.message}`;
      // Only a warning to this compiler, but WeChat's refuses a tag that is not closed.
      const isError = message.isError || /end tag/.test(message.message);
      if (isError) throw new BuildError(text);
      warnings.push(text);
    }
    for (const name of group.getInlineScriptModuleNames(path) as string[]) {
      group.setInlineScript(
        path,
        name,
        rewriteWxs(group.getInlineScript(path, name), `${path}.wxml, <wxs module="${name}">`),
      );
    }
  }

  function addTemplate(path: CodePath, requiredBy?: CodePath) {
    if (added.has(path)) return;
    added.add(path);
    const file = paths.existing(path, '.wxml');
    if (file === undefined) {
      if (requiredBy) throw new BuildError(`${requiredBy}.wxml: ${path}.wxml does not exist`);
      return;
    }
    addSource(path, rewriteWxml(readFileSync(file, 'utf8')));
    for (const imported of group.getDirectDependencies(path) as string[]) {
      addTemplate(imported.replace(/\.wxml$/, ''), path);
    }
    for (const script of group.getScriptDependencies(path) as string[]) addScript(script, path);
  }

  function addScript(path: CodePath, requiredBy: CodePath) {
    if (added.has(`wxs:${path}`)) return;
    added.add(`wxs:${path}`);
    const file = paths.existing(path.replace(/\.wxs$/, ''), '.wxs');
    if (file === undefined) throw new BuildError(`${requiredBy}: ${path} does not exist`);
    const source = readFileSync(file, 'utf8');
    group.addScript(path, rewriteWxs(source, `${path.replace(/\.wxs$/, '')}.wxs`));
    for (const dependency of wxsDependencies(source)) {
      addScript(posix.join(posix.dirname(path), dependency), path);
    }
  }

  for (const [tag, source] of Object.entries(BUILTIN_TEMPLATES))
    addSource(`builtin/${tag}`, source);
  for (const path of components) addTemplate(path);
  const code = group.getTmplGenObjectGroups();
  group.free();
  return { code, warnings };
}
