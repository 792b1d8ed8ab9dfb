import { fileUrl } from '../file-url';

const EVENTS = {
  Canplay: 'canplay',
  Play: 'play',
  Pause: 'pause',
  Ended: 'ended',
  TimeUpdate: 'timeupdate',
  Error: 'error',
  Waiting: 'waiting',
  Seeking: 'seeking',
  Seeked: 'seeked',
} as const;

/** `wx.createInnerAudioContext()` on the browser's own player. */
export function createInnerAudioContext(): Record<string, unknown> {
  const player = new Audio();
  const registered = new Map<unknown, EventListener>();
  const stopListeners = new Set<() => void>();
  const context: Record<string, unknown> = {
    play: () => {
      // Before the first tap on the page a browser refuses to make a sound.
      player.play().catch((error: unknown) => {
        player.dispatchEvent(new CustomEvent('error', { detail: error }));
      });
    },
    pause: () => player.pause(),
    stop() {
      player.pause();
      player.currentTime = 0;
      for (const listener of stopListeners) listener();
    },
    seek: (seconds: number) => {
      player.currentTime = seconds;
    },
    destroy() {
      player.pause();
      player.removeAttribute('src');
      stopListeners.clear();
    },
    onStop: (listener: () => void) => stopListeners.add(listener),
    offStop: (listener: () => void) => stopListeners.delete(listener),
    obeyMuteSwitch: true,
    startTime: 0,
  };
  for (const [name, type] of Object.entries(EVENTS)) {
    context[`on${name}`] = (listener: (detail: unknown) => void) => {
      const wrapped: EventListener = (event) =>
        listener(
          type === 'error'
            ? { errCode: 10002, errMsg: String((event as CustomEvent).detail ?? 'error') }
            : {},
        );
      registered.set(listener, wrapped);
      player.addEventListener(type, wrapped);
    };
    context[`off${name}`] = (listener: unknown) => {
      const wrapped = registered.get(listener);
      if (wrapped) player.removeEventListener(type, wrapped);
    };
  }
  const mirror = (
    name: string,
    property:
      | 'loop'
      | 'autoplay'
      | 'volume'
      | 'currentTime'
      | 'duration'
      | 'paused'
      | 'playbackRate',
  ) =>
    Object.defineProperty(context, name, {
      enumerable: true,
      get: () => player[property],
      set: (value: never) => {
        if (property !== 'duration' && property !== 'paused') player[property] = value;
      },
    });
  for (const name of [
    'loop',
    'autoplay',
    'volume',
    'currentTime',
    'duration',
    'paused',
    'playbackRate',
  ] as const) {
    mirror(name, name);
  }
  Object.defineProperty(context, 'src', {
    enumerable: true,
    get: () => player.getAttribute('src') ?? '',
    set: (path: string) => {
      player.src = fileUrl(path);
    },
  });
  return context;
}
