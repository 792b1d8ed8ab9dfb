import type { Identity } from './environment';

/**
 * What a function receives when a phone sends `data`. Two things happen on the way:
 *
 * - The platform adds `userInfo: { appId, openId }` to the event, whatever the phone sent under that
 *   name. Code that refuses unknown fields must know it.
 * - A top-level field that the phone wrapped in `wx.cloud.CloudID(id)` is replaced by the open data
 *   it stands for, five of them at most; a nested one arrives as its plain string.
 *   https://docs.cloudbase.net/practices/get-wechat-open-data.html
 *   How the phone marks a CloudID on the wire is not documented. Here it is `{ "$cloudID": "…" }`.
 */
export function phoneEvent(
  data: object,
  identity: Identity | null,
  openData: (cloudId: string) => object,
): object {
  let replaced = 0;
  const fields = Object.entries(data).map(([name, value]) => {
    const cloudId = cloudIdOf(value);
    if (cloudId === null || replaced === REPLACED_MAX) return [name, unwrap(value)] as const;
    replaced += 1;
    return [name, openData(cloudId)] as const;
  });
  const userInfo = identity && { appId: identity.appid, openId: identity.openid };
  return { ...Object.fromEntries(fields), ...(userInfo && { userInfo }) };
}

const REPLACED_MAX = 5;

function cloudIdOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const keys = Object.keys(value);
  if (keys.length !== 1 || !('$cloudID' in value)) return null;
  return typeof value.$cloudID === 'string' ? value.$cloudID : null;
}

function unwrap(value: unknown): unknown {
  const cloudId = cloudIdOf(value);
  if (cloudId !== null) return cloudId;
  if (Array.isArray(value)) return value.map(unwrap);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, unwrap(part)]));
}
