/** What the build hands to the browser: the shape of the generated entry file. Types only. */

export interface PageConfig {
  navigationBarTitleText?: string;
  navigationBarBackgroundColor?: string;
  navigationBarTextStyle?: 'black' | 'white';
  navigationStyle?: 'default' | 'custom';
  backgroundColor?: string;
  enablePullDownRefresh?: boolean;
  onReachBottomDistance?: number;
  disableScroll?: boolean;
}

export interface ComponentConfig extends PageConfig {
  component?: boolean;
  styleIsolation?: string;
  pureDataPattern?: string;
  usingComponents?: Record<string, string>;
  componentGenerics?: Record<string, true | { default?: string }>;
  componentPlaceholder?: Record<string, string>;
}

export interface TabBarItem {
  pagePath: string;
  text: string;
  iconPath?: string;
  selectedIconPath?: string;
}

export interface TabBarConfig {
  custom?: boolean;
  color?: string;
  selectedColor?: string;
  backgroundColor?: string;
  borderStyle?: string;
  list: TabBarItem[];
}

export interface AppConfig {
  pages: string[];
  subPackages?: { root: string; pages: string[] }[];
  subpackages?: { root: string; pages: string[] }[];
  window?: PageConfig;
  tabBar?: TabBarConfig;
  usingComponents?: Record<string, string>;
  /** 'v2': WeChat's newer look of the built-in tags. */
  style?: string;
  darkmode?: boolean;
  themeLocation?: string;
}

export type ThemeName = 'light' | 'dark';

/** `theme.json`: values for every `@name` that app.json and the pages' JSON use. */
export type ThemeVariables = Record<ThemeName, Record<string, string>>;

export interface ComponentEntry {
  /** Code path: relative to the mini program's root, without extension. */
  readonly path: string;
  readonly kind: 'page' | 'component';
  readonly config: ComponentConfig;
  readonly styleSheet: string;
  /** Prefix of every class of an isolated component; empty when its styles are shared. */
  readonly styleScope: string;
  /** Runs the component's script, which calls Page() or Component(). */
  readonly run: () => unknown;
}

export interface MiniProgramBundle {
  readonly appId: string;
  readonly app: AppConfig;
  readonly theme: ThemeVariables | null;
  readonly pages: readonly string[];
  readonly appStyleSheet: string;
  readonly components: readonly ComponentEntry[];
  /** Compiled templates by code path, and by tag under `builtin/`. */
  readonly templates: Record<string, unknown>;
  readonly runApp: () => unknown;
}
