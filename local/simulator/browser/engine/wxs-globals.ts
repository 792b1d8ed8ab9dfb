/**
 * What WXS modules find as globals. This file is the first import of the entry: WXS files call
 * `getRegExp` while they load, before anything else of the simulator runs.
 */
import { changePropListener, eventListener, markWxs } from './wxs-hooks';

Object.assign(globalThis, {
  getRegExp: (pattern: string, flags?: string) => new RegExp(pattern, flags),
  getDate: (...parts: []) => new Date(...parts),
  /** In WXS `x.constructor` is the name of the type. */
  __wxsType: (value: unknown) => Object.prototype.toString.call(value).slice(8, -1),
  __templateHooks: { changePropListener, eventListener, markWxs },
});
