import type { Instance, Root } from 'glass-easel-miniprogram-adapter';
import type { PageConfig } from '../../bundle';
import type { EventChannel } from './event-channel';

/** What a page changed in its own navigation bar. */
export interface NavigationOverrides {
  title?: string;
  backgroundColor?: string;
  frontColor?: string;
  loading?: boolean;
}

export interface OpenPage {
  readonly id: number;
  readonly route: string;
  /** As written in the url, not decoded: WeChat leaves that to the page. */
  readonly query: string;
  readonly root: Root;
  readonly instance: Instance;
  readonly channel: EventChannel;
  /** The element that fills the space below the navigation bar. */
  readonly container: HTMLElement;
  /** The scrolling element around `<page>`. */
  readonly viewport: HTMLElement;
  readonly overrides: NavigationOverrides;
  readonly tabBar: Instance | null;
  config(): PageConfig;
  title(): string;
  destroy(): void;
}

/** The page stack, the open page last. */
export const pageStack: OpenPage[] = [];

export function currentPage(): OpenPage | undefined {
  return pageStack.at(-1);
}

/** The page that a component instance belongs to. */
export function pageOfElement(element: Element | null): OpenPage | undefined {
  const container = element?.closest('.sim-page');
  return openPages().find((page) => page.container === container);
}

const kept = new Set<OpenPage>();

/** Pages in the stack and tab pages that rest beside it. */
export function openPages(): OpenPage[] {
  return [...kept];
}

export function keepPage(page: OpenPage): void {
  kept.add(page);
}

export function forgetPage(page: OpenPage): void {
  kept.delete(page);
}
