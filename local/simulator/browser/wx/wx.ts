import type { Instance } from 'glass-easel-miniprogram-adapter';
import type { AppConfig } from '../../bundle';
import { createAnimation } from '../animation';
import { builtinAttributes } from '../builtins';
import { supportedOpenTypes } from '../frame/open-abilities';
import { tabBarApis } from '../frame/tab-bar-state';
import type { Router } from '../page/router';
import { warnOnce } from '../warn-once';
import { appEventApis } from './app-events';
import { ApiFailure, asyncApi, asyncApis } from './async-api';
import { createInnerAudioContext } from './audio';
import { canvasAsync, canvasSync } from './canvas';
import { cloud } from './cloud';
import { deviceAsync, deviceSync } from './device';
import { dialogApis } from './dialogs';
import { createIntersectionObserver } from './intersection-observer';
import { networkAsync, networkSync } from './network';
import { openAsync, openSync } from './open';
import { pageApis } from './page-apis';
import { paymentAsync, paymentSync } from './payments';
import { createSelectorQuery } from './selector-query';
import { storageAsync, storageSync } from './storage';
import type { systemApis } from './system';

interface WxParts {
  readonly app: AppConfig;
  readonly router: Router;
  readonly system: ReturnType<typeof systemApis>;
  redrawChrome(): void;
}

/** The global `wx`. What is missing exists all the same: it says so once and fails. */
export function createWx({ router, system, redrawChrome }: WxParts): Record<string, unknown> {
  const implemented: Record<string, unknown> = {
    ...system.sync,
    ...storageSync,
    ...networkSync,
    ...deviceSync,
    ...openSync,
    ...appEventApis,
    ...canvasSync,
    ...paymentSync,
    ...asyncApis({
      ...system.async,
      ...storageAsync,
      ...networkAsync,
      ...deviceAsync,
      ...openAsync,
      ...canvasAsync,
      ...dialogApis,
      ...paymentAsync,
      ...pageApis(redrawChrome),
      ...tabBarApis(redrawChrome),
      ...router.apis,
    }),
    cloud,
    env: { USER_DATA_PATH: 'wxfile://usr' },
    createSelectorQuery: () => createSelectorQuery(),
    createIntersectionObserver: (scope: Instance, options: object) =>
      createIntersectionObserver(scope, options),
    createAnimation,
    createInnerAudioContext,
    setInnerAudioOption: asyncApi('setInnerAudioOption', () => {}),
  };
  implemented.canIUse = (schema: string) => canIUse(implemented, schema);
  return new Proxy(implemented, {
    get(target, name) {
      if (typeof name !== 'string' || name in target) return Reflect.get(target, name);
      // A promise or a serialiser looks for these on any object.
      return ['then', 'toJSON'].includes(name) ? undefined : unsupported(name);
    },
  });
}

/** `canIUse('showToast')`, `canIUse('cloud.callFunction')`, `canIUse('button.open-type.share')`. */
function canIUse(implemented: Record<string, unknown>, schema: string): boolean {
  const [name = '', member, value] = schema.split('.');
  const attributes = builtinAttributes.get(name);
  if (attributes) {
    if (member === undefined) return true;
    const camel = member.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    if (!attributes.includes(camel)) return false;
    return camel !== 'openType' || value === undefined || supportedOpenTypes.includes(value);
  }
  if (!(name in implemented)) return false;
  if (name !== 'cloud' || member === undefined) return true;
  return member in cloud;
}

/** Never a silent success: `fail` and `complete` are called, or the promise is rejected. */
function unsupported(name: string) {
  return (...values: unknown[]) => {
    warnOnce(`wx.${name} is not supported`);
    if (/^(on|off|create|get\w*Manager)/.test(name) || name.endsWith('Sync')) return undefined;
    const call = asyncApi(name, () => {
      throw new ApiFailure('not supported by the simulator');
    });
    const [options] = values;
    const answer = call(options !== null && typeof options === 'object' ? { ...options } : {});
    // Nobody waiting for the answer is no error of the mini program.
    answer?.catch(() => {});
    return answer;
  };
}
