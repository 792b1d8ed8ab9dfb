import { make } from './dom';

/** What the mini program changed in its tab bar at run time. */
const badges = new Map<number, string>();
const dots = new Set<number>();
let hidden = false;

export const tabBarHidden = () => hidden;

export function applyTabBarState(tab: HTMLElement, index: number): void {
  const badge = badges.get(index);
  if (badge) tab.append(make('i.tab-bar-badge', badge));
  else if (dots.has(index)) tab.append(make('i.tab-bar-dot'));
}

/** `wx.setTabBarBadge` and its family; `redraw` shows the change. */
export function tabBarApis(
  redraw: () => void,
): Record<string, (options: Record<string, unknown>) => void> {
  const changing =
    (change: (options: Record<string, unknown>) => void) => (options: Record<string, unknown>) => {
      change(options);
      redraw();
    };
  return {
    setTabBarBadge: changing(({ index, text }) => badges.set(Number(index), String(text))),
    removeTabBarBadge: changing(({ index }) => badges.delete(Number(index))),
    showTabBarRedDot: changing(({ index }) => dots.add(Number(index))),
    hideTabBarRedDot: changing(({ index }) => dots.delete(Number(index))),
    hideTabBar: changing(() => {
      hidden = true;
    }),
    showTabBar: changing(() => {
      hidden = false;
    }),
  };
}
