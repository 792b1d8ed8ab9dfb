import type { Page } from 'playwright-core';
import type { CashierApi } from '../../miniprogram/shared/contract/cashier';
import type { OrganiserApi } from '../../miniprogram/shared/contract/organiser';
import type { PlayerApi } from '../../miniprogram/shared/contract/player';
import type { Failure } from '../../miniprogram/shared/result';

type Apis = PlayerApi & OrganiserApi & CashierApi;

/** What the cloud answers in a scene: a value, a refusal, or nothing at all. */
export type Answers = {
  readonly [A in keyof Apis]?: (
    request: Apis[A]['request'],
  ) => Apis[A]['value'] | Refusal | Silence;
};

export interface Refusal {
  readonly refused: Failure;
}

/** The answer never comes: the page keeps loading. */
export interface Silence {
  readonly silent: true;
}

/** One page in one state. */
export interface Scene {
  readonly name: string;
  /** Path and query, as in `pages/lobby/lobby?campaignId=c1`. */
  readonly page: string;
  readonly answers: Answers;
  /** Taps that lead to the state. */
  readonly act?: (page: Page) => Promise<void>;
  /** How long the state takes to show after the page has opened; 900 ms unless given. */
  readonly afterMs?: number;
  /** The scene value of the entry; 1001 unless given. */
  readonly entryScene?: number;
  /** A WeChat that is too old to take packets. */
  readonly oldWechat?: boolean;
  /** How WeChat's own pages end on this phone, by the name of the call. */
  readonly wechatPages?: Readonly<Record<string, 'ok' | 'cancel' | 'open'>>;
  readonly dark?: boolean;
  readonly offline?: boolean;
}

export function refuse(code: Failure['code'], facts?: Failure['facts']): Refusal {
  return { refused: facts ? { code, facts } : { code } };
}

export const SILENT: Silence = { silent: true };
