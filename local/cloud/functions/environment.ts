/** Who calls, as the phone's login says it. Reaches the function through its environment alone. */
export interface Identity {
  readonly openid: string;
  readonly appid: string;
  readonly unionid?: string;
  readonly clientIp?: string;
}

export type Environment = Readonly<Record<string, string>>;

/** What started an invocation; the platform tells the function through WX_ and TCB_ variables. */
export interface Origin {
  /** `wx_client`, `wx_trigger`, or a chain such as `wx_client,scf`. */
  readonly source: string;
  readonly identity: Identity | null;
  /** Names this invocation in every call of the SDK, so that the stand-in knows who is asking. */
  readonly token: string;
}

export const ENV_ID = 'local-env';
/** The SDK reads a variable only if it is named here, its own token included. */
const CONTEXT_KEYS = 'WX_API_TOKEN,WX_OPENID,WX_APPID,WX_UNIONID,WX_CLIENTIP';
const MAX_CONFIGURED_BYTES = 4 * 1024;
const PLATFORM_NAMES = /^(SCF|QCLOUD|TENCENTCLOUD|TCB|WX|TRIGGER)_/;

/**
 * Leads the SDK to the local cloud. RUNENV=SCF spares it two failing look-ups per call;
 * TCB_CONTEXT_CNFG is its endpoint.
 */
export function sdkEnvironment(adminUrl: string): Environment {
  return {
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: adminUrl }),
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: 'ap-shanghai',
    TENCENTCLOUD_SECRETID: 'local',
    TENCENTCLOUD_SECRETKEY: 'local',
    TCB_ENV: ENV_ID,
    SCF_NAMESPACE: ENV_ID,
  };
}

/**
 * The environment every instance starts with. Nothing of the host's own environment gets in.
 *
 * @throws Error when the configured variables are more than the 4 KB the platform allows, or have
 * a name that the platform keeps for itself.
 */
export function baseEnvironment(adminUrl: string, configured: Environment): Environment {
  let bytes = 0;
  for (const [name, value] of Object.entries(configured)) {
    if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name) || PLATFORM_NAMES.test(name)) {
      throw new Error(
        `${name} cannot be configured: the platform refuses or sets this name itself`,
      );
    }
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
  }
  if (bytes > MAX_CONFIGURED_BYTES) {
    throw new Error(
      `environment variables have ${bytes} bytes, the platform allows ${MAX_CONFIGURED_BYTES}: keep large values in cloud storage`,
    );
  }
  return { ...configured, ...sdkEnvironment(adminUrl) };
}

/** The variables of one event. The worker removes them before it takes the next event. */
export function eventEnvironment(origin: Origin): Environment {
  const { identity, source, token } = origin;
  const context: Record<string, string> = {};
  if (identity) {
    context['WX_OPENID'] = identity.openid;
    context['WX_APPID'] = identity.appid;
    if (identity.unionid !== undefined) context['WX_UNIONID'] = identity.unionid;
    context['WX_CLIENTIP'] = identity.clientIp ?? '127.0.0.1';
  }
  const timer = source === 'wx_trigger';
  return {
    ...context,
    WX_CONTEXT_KEYS: CONTEXT_KEYS,
    TCB_CONTEXT_KEYS: 'TCB_ENV,TCB_SOURCE',
    TCB_SOURCE: source,
    ...(timer ? { TRIGGER_SRC: 'timer', WX_TRIGGER_API_TOKEN_V0: token } : { WX_API_TOKEN: token }),
  };
}
