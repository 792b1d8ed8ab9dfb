/*
 * The official account as a merchant's server sees it: the two addresses by which it learns who has
 * opened a page inside WeChat. Stands for open.weixin.qq.com and api.weixin.qq.com. See README.md.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Listener, openFrontDoor } from '../cloud/control/front-door';
import { answerAccessToken } from './access-token';
import { AUTHORIZE_PATH, answerAuthorize } from './authorize-page';
import { createCodes } from './codes';
import { followLink, type LandedPage } from './follow-link';

export type { LandedPage } from './follow-link';

export interface OfficialAccountOptions {
  readonly appid: string;
  readonly secret: string;
  /** Codes live by this clock. */
  readonly nowMs: () => number;
  /** A phone's WeChat user under this account. */
  readonly openidOf: (phoneId: string) => string;
  readonly unionidOf: (phoneId: string) => string;
}

export interface OfficialAccountSwitches {
  /** The account is bound to an open platform account: answers carry a unionid. */
  readonly unionid: boolean;
}

export interface OfficialAccount {
  /** http://127.0.0.1:port, in the place of both hosts. */
  readonly baseUrl: string;
  /** A scripted player opens a link inside WeChat and lands where its redirects lead. */
  authorize(phoneId: string, url: string): Promise<LandedPage>;
  switches(): OfficialAccountSwitches;
  set(switches: Partial<OfficialAccountSwitches>): void;
  close(): Promise<void>;
}

export async function startOfficialAccount(
  options: OfficialAccountOptions,
): Promise<OfficialAccount> {
  const { appid, secret, nowMs, openidOf } = options;
  const codes = createCodes(nowMs);
  let switches: OfficialAccountSwitches = { unionid: false };
  const unionidOf = (phoneId: string) => (switches.unionid ? options.unionidOf(phoneId) : null);

  const door = await openFrontDoor(
    0,
    () =>
      new Map<string, Listener>([
        [`GET ${AUTHORIZE_PATH}`, authorizePage],
        ['GET /sns/oauth2/access_token', accessToken],
      ]),
  );

  function authorizePage(req: IncomingMessage, res: ServerResponse): void {
    const answer = answerAuthorize(queryOf(req), appid, codes);
    if ('redirectTo' in answer) res.writeHead(302, { location: answer.redirectTo }).end();
    else res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(answer.html);
  }

  /** JSON under the name of plain text, as the real one. */
  function accessToken(req: IncomingMessage, res: ServerResponse): void {
    const answer = answerAccessToken(queryOf(req), { appid, secret, codes, openidOf, unionidOf });
    res.writeHead(200, { 'content-type': 'text/plain' }).end(JSON.stringify(answer));
  }

  return {
    baseUrl: door.url,
    authorize: (phoneId, url) => followLink(phoneId, url, door.url),
    switches: () => switches,
    set(changes) {
      switches = { ...switches, ...changes };
    },
    close: door.close,
  };
}

function queryOf(req: IncomingMessage): URLSearchParams {
  return new URL(req.url ?? '/', 'http://127.0.0.1').searchParams;
}
