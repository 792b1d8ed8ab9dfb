import { ApiFailure } from './async-api';
import { launchParameters } from './phone';

type StatusListener = (status: { isConnected: boolean; networkType: string }) => void;

const listeners = new Set<StatusListener>();
let offline = launchParameters.has('offline');

/** The simulator's own switch; it says nothing about the computer's network. */
export function setOffline(wanted: boolean): void {
  if (offline === wanted) return;
  offline = wanted;
  for (const listener of listeners) listener(status());
}

/** Every call that would leave the phone goes through here. */
export function requireNetwork(): void {
  if (offline) throw new ApiFailure('request:fail the phone is offline', -1);
}

const status = () => ({ isConnected: !offline, networkType: offline ? 'none' : 'wifi' });

export const networkSync = {
  onNetworkStatusChange: (listener: StatusListener) => {
    listeners.add(listener);
  },
  offNetworkStatusChange: (listener?: StatusListener) => {
    if (listener) listeners.delete(listener);
    else listeners.clear();
  },
};

interface RequestOptions {
  url: string;
  method?: string;
  data?: unknown;
  header?: Record<string, string>;
  dataType?: string;
  responseType?: 'text' | 'arraybuffer';
  timeout?: number;
}

async function request(options: RequestOptions) {
  requireNetwork();
  const method = (options.method ?? 'GET').toUpperCase();
  const url = new URL(options.url);
  const isQuery = method === 'GET' && options.data !== null && typeof options.data === 'object';
  if (isQuery)
    for (const [name, value] of Object.entries(options.data as object))
      url.searchParams.set(name, String(value));
  const body = typeof options.data === 'string' ? options.data : JSON.stringify(options.data);
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...options.header },
    ...(method === 'GET' || options.data === undefined ? {} : { body }),
    ...(options.timeout && { signal: AbortSignal.timeout(options.timeout) }),
  }).catch((error: unknown) => {
    throw new ApiFailure(String(error));
  });
  const header = Object.fromEntries(response.headers);
  if (options.responseType === 'arraybuffer') {
    return { statusCode: response.status, header, data: await response.arrayBuffer() };
  }
  const text = await response.text();
  return {
    statusCode: response.status,
    header,
    data: options.dataType === 'text' ? text : jsonOrText(text),
  };
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export const networkAsync = {
  getNetworkType: () => ({ networkType: status().networkType, signalStrength: 80 }),
  request,
};
