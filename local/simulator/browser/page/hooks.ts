import type { Instance } from 'glass-easel-miniprogram-adapter';

/** Calls a hook of a page or of the app; what it throws is reported and does not stop the simulator. */
export function callHook(instance: Instance, name: string, ...values: unknown[]): void {
  const hook = instance[name];
  if (typeof hook !== 'function') return;
  try {
    const returned: unknown = hook.apply(instance, values);
    if (returned instanceof Promise) returned.catch((error) => console.error(`[${name}]`, error));
  } catch (error) {
    console.error(`[${name}]`, error);
  }
}
