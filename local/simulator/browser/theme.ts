import type { ThemeName, ThemeVariables } from '../bundle';

type Listener = (theme: ThemeName) => void;

const listeners = new Set<Listener>();
let theme: ThemeName = 'light';
let followsSystem = true;

export function currentTheme(): ThemeName {
  return theme;
}

export function onThemeChange(listener: Listener): void {
  listeners.add(listener);
}

export function offThemeChange(listener?: Listener): void {
  if (listener) listeners.delete(listener);
  else listeners.clear();
}

/** A mini program without `darkmode: true` is always light, whatever the phone is. */
export function installTheme(darkmode: boolean): void {
  const wanted = new URLSearchParams(location.search).get('theme');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const fromSystem = (): ThemeName => (system.matches ? 'dark' : 'light');
  if (!darkmode) applyTheme('light');
  else if (wanted === 'light' || wanted === 'dark') setTheme(wanted);
  else applyTheme(fromSystem());
  system.addEventListener('change', () => {
    if (darkmode && followsSystem) applyTheme(fromSystem());
  });
}

export function setTheme(wanted: ThemeName): void {
  followsSystem = false;
  applyTheme(wanted);
}

/** Replaces `@name` values of a JSON config by those of theme.json. */
export function resolveTheme<Config extends object>(
  config: Config,
  variables: ThemeVariables | null,
): Config {
  const values = variables?.[theme] ?? {};
  const resolve = (value: unknown): unknown => {
    if (typeof value === 'string' && value.startsWith('@')) return values[value.slice(1)] ?? value;
    if (Array.isArray(value)) return value.map(resolve);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, resolve(inner)]));
  };
  return resolve(config) as Config;
}

function applyTheme(next: ThemeName) {
  const changed = next !== theme;
  theme = next;
  document.documentElement.dataset.theme = next;
  if (changed) for (const listener of listeners) listener(next);
}
