/** What a worker thread and its instance say to each other. Types only: the worker stands alone. */

export interface WorkerStart {
  readonly bundlePath: string;
  readonly clockOffsetMs: number;
}

export type ToWorker =
  | {
      readonly kind: 'event';
      /** JSON, as it arrived. */
      readonly event: string;
      readonly context: Readonly<Record<string, unknown>>;
      readonly environment: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'clock'; readonly offsetMs: number };

export type FromWorker =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'load-failed'; readonly message: string }
  | { readonly kind: 'console'; readonly line: string }
  /** JSON of what the function returned; `null` for nothing. */
  | { readonly kind: 'returned'; readonly result: string }
  | { readonly kind: 'threw'; readonly message: string };
