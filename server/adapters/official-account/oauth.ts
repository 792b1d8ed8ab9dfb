import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import * as v from 'valibot';
import type { OfficialAccount, Visitor } from '../../ports/official-account';
import { authorizeUrl } from './authorize-url';
import type { OfficialAccountSettings } from './settings';

const DEADLINE_MS = 5_000;
const BYTES_MOST = 16_384;

const OPENID = v.pipe(v.string(), v.regex(/^[\w-]{20,64}$/));
const Answer = v.union([
  v.object({ openid: OPENID, unionid: v.optional(OPENID) }),
  v.object({ errcode: v.number() }),
]);

/** 40029 no such code, 40163 used before, 42003 too old: the visitor may simply come again. */
const CODE_SPENT: ReadonlySet<number> = new Set([40029, 40163, 42003]);

/** The merchant's official account through 网页授权; see `authorizeUrl` for the source. */
export function officialAccount(settings: OfficialAccountSettings): OfficialAccount {
  return {
    authorizeUrl: (state) => authorizeUrl(settings, state),

    async visitorOf(code) {
      const query = new URLSearchParams({
        appid: settings.appid,
        secret: settings.secret,
        code,
        grant_type: 'authorization_code',
      });
      const body = await get(new URL(`${settings.apiBaseUrl}/sns/oauth2/access_token?${query}`));
      return body === null ? { kind: 'unknown', code: 'NO_ANSWER' } : visitorIn(body);
    },
  };
}

function visitorIn(body: string): Visitor {
  const parsed = v.safeParse(Answer, parseJson(body));
  if (!parsed.success) return { kind: 'unknown', code: 'STRANGE_ANSWER' };
  if ('errcode' in parsed.output) {
    const { errcode } = parsed.output;
    return { kind: CODE_SPENT.has(errcode) ? 'refused' : 'unknown', code: String(errcode) };
  }
  const { openid, unionid = null } = parsed.output;
  return { kind: 'visitor', openid, unionid };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // the schema says so
  }
}

/** Null: no whole answer in time. The address holds the secret, so no error with it is ever kept. */
function get(url: URL): Promise<string | null> {
  return new Promise((resolve) => {
    const request = url.protocol === 'http:' ? requestHttp : requestHttps;
    const outgoing = request(url, { method: 'GET' });
    const finish = (body: string | null) => {
      clearTimeout(deadline);
      resolve(body);
      if (body === null) outgoing.destroy();
    };
    const deadline = setTimeout(() => finish(null), DEADLINE_MS);
    outgoing.on('error', () => finish(null));
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      incoming.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > BYTES_MOST) finish(null);
        else chunks.push(chunk);
      });
      incoming.on('error', () => finish(null));
      incoming.on('end', () => finish(Buffer.concat(chunks).toString('utf8')));
    });
    outgoing.end();
  });
}
