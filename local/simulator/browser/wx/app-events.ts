type Listener = (detail: unknown) => void;

/** `wx.onAppShow`, `wx.onError` and their like: one list of listeners for each name. */
const NAMES = [
  'AppShow',
  'AppHide',
  'Error',
  'UnhandledRejection',
  'PageNotFound',
  'AudioInterruptionBegin',
  'AudioInterruptionEnd',
];

const listeners = new Map<string, Set<Listener>>(NAMES.map((name) => [name, new Set()]));

export const appEventApis: Record<string, (listener?: Listener) => void> = Object.fromEntries(
  [...listeners].flatMap(([name, heard]) => [
    [
      `on${name}`,
      (listener?: Listener) => {
        if (listener) heard.add(listener);
      },
    ],
    [
      `off${name}`,
      (listener?: Listener) => {
        if (listener) heard.delete(listener);
        else heard.clear();
      },
    ],
  ]),
);

export function tellApp(name: string, detail: unknown): void {
  for (const listener of listeners.get(name) ?? []) listener(detail);
}
