/*
 * The place that picks adapters: which real thing stands behind each port. Functions that talk to the
 * provider are composed in files of their own, so that the others never load it: a player's call
 * depends on no certificate and starts sooner.
 */
import type { database } from 'wx-server-sdk';
import type { Reply } from '../miniprogram/shared/contract/reply';
import { keyedNames } from './adapters/crypto/keyed-names';
import { sealedLinkStates } from './adapters/crypto/sealed-link-states';
import { sealedTickets } from './adapters/crypto/sealed-tickets';
import { authorizeUrl } from './adapters/official-account/authorize-url';
import { readOfficialAccount } from './adapters/official-account/settings';
import { jsonLog } from './adapters/system/json-log';
import { systemRandomBytes } from './adapters/system/random';
import { systemClock } from './adapters/system/time';
import { wxCloudDocuments } from './adapters/wx-cloud/documents';
import type { CloudStorage } from './adapters/wx-cloud/files';
import type { OpenApi } from './adapters/wx-cloud/text-check';
import type { Api, Caller } from './api/dispatch';
import { playerApi } from './api/player-api';
import { type CallContext, isTimerCall } from './api/timer-call';
import { bytesToHex } from './domain/hex';
import { type Environment, readCampaignEnvironment } from './environment';
import { campaignCache } from './usecases/campaign-cache';
import { type KeptCampaigns, keepCampaigns } from './usecases/clock/keep-campaigns';
import { knownRoom } from './usecases/known-room';
import { knownRecords } from './usecases/stores/known-records';
import type { Tools } from './usecases/tools';

/** What is used of `wx-server-sdk`. Its own declarations still describe callbacks and `void`. */
export interface WxCloud extends CloudStorage {
  readonly DYNAMIC_CURRENT_ENV: unknown;
  init(config: { readonly env: unknown }): void;
  readonly database: typeof database;
  readonly openapi: OpenApi;
  getWXContext(): CallContext & {
    readonly APPID?: string | undefined;
    readonly UNIONID?: string | undefined;
  };
}

const clock = systemClock;
const randomBytes = systemRandomBytes;
const log = jsonLog(clock);

export function composePlayer(env: Environment, cloud: WxCloud) {
  return phoneFunction(cloud, () => {
    const tools = campaignTools(env, cloud);
    const { ticketSecret } = readCampaignEnvironment(env);
    const settings = readOfficialAccount(env);
    return playerApi({
      ...tools,
      linkStates: sealedLinkStates(ticketSecret, randomBytes),
      officialAccount: settings && { authorizeUrl: (state) => authorizeUrl(settings, state) },
      tickets: sealedTickets(ticketSecret, randomBytes),
      campaigns: campaignCache(tools.documents, clock),
    });
  });
}

/** For the platform's timer alone. Anybody else is refused, and nothing happens. */
export function composeCampaignClock(env: Environment, cloud: WxCloud) {
  const tools = once(() => campaignTools(env, cloud));
  return async (event: unknown): Promise<KeptCampaigns | { readonly refused: 'FORBIDDEN' }> => {
    if (!isTimerCall(event, cloud.getWXContext())) return { refused: 'FORBIDDEN' };
    return keepCampaigns(tools());
  };
}

/**
 * A function that phones call. It is composed at its first call and kept for the instance's life. A
 * fault of the environment is a line in the log that names the variable; the phone gets its trace id.
 */
export function phoneFunction(cloud: WxCloud, compose: () => Api) {
  const api = once(compose);
  return async (event: unknown): Promise<Reply<unknown>> => {
    try {
      return await api()(event, callerOf(cloud));
    } catch (error) {
      const traceId = bytesToHex(randomBytes(6));
      log.alert('function.broken', { traceId, message: String(error) });
      const failure = { code: 'INTERNAL', facts: { traceId } } as const;
      return { ok: false, serverNowMs: clock(), failure };
    }
  };
}

/** The platform's word, per call. The SDK turns all-digit values into numbers. */
function callerOf(cloud: WxCloud): Caller {
  const { OPENID, APPID, UNIONID } = cloud.getWXContext();
  const text = (value: unknown) => (value === undefined ? undefined : String(value));
  return { openid: text(OPENID), appid: text(APPID), unionid: text(UNIONID) };
}

/** What every campaign function leans on. */
export function campaignTools(env: Environment, cloud: WxCloud): Tools {
  const { ticketSecret, ownerOpenids, quietHours } = readCampaignEnvironment(env);
  return {
    documents: knownRecords(wxCloudDocuments(cloud.database())),
    clock,
    randomBytes,
    log,
    knownRoom: knownRoom(),
    names: keyedNames(ticketSecret),
    isOwner: (openid) => ownerOpenids.has(openid),
    quietHours,
  };
}

/** Remembers a success; after a failure the next call tries again. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
