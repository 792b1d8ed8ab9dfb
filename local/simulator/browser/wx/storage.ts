import { ApiFailure } from './async-api';
import { phoneId } from './phone';

const PREFIX = `phone:${phoneId}:`;
const LIMIT_KB = 10 * 1024;

function keys(): string[] {
  return Object.keys(localStorage).flatMap((key) =>
    key.startsWith(PREFIX) ? [key.slice(PREFIX.length)] : [],
  );
}

function info() {
  const bytes = keys().reduce(
    (sum, key) => sum + (localStorage.getItem(PREFIX + key)?.length ?? 0),
    0,
  );
  return { keys: keys(), currentSize: Math.ceil(bytes / 1024), limitSize: LIMIT_KB };
}

/** An absent key reads as the empty string, as in WeChat. */
function read(key: string): unknown {
  const text = localStorage.getItem(PREFIX + key);
  return text === null ? '' : (JSON.parse(text) as { value: unknown }).value;
}

function write(key: string, value: unknown): void {
  localStorage.setItem(PREFIX + key, JSON.stringify({ value }));
}

function clear(): void {
  for (const key of keys()) localStorage.removeItem(PREFIX + key);
}

export const storageSync = {
  getStorageSync: read,
  setStorageSync: write,
  removeStorageSync: (key: string) => localStorage.removeItem(PREFIX + key),
  clearStorageSync: clear,
  getStorageInfoSync: info,
};

export const storageAsync = {
  getStorage({ key }: { key: string }) {
    if (localStorage.getItem(PREFIX + key) === null) throw new ApiFailure('data not found');
    return { data: read(key) };
  },
  setStorage: ({ key, data }: { key: string; data: unknown }) => write(key, data),
  removeStorage: ({ key }: { key: string }) => localStorage.removeItem(PREFIX + key),
  clearStorage: clear,
  getStorageInfo: info,
};
