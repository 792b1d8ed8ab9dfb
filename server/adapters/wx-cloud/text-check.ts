import type { Log } from '../../ports/log';
import type { TextCheck, TextVerdict } from '../../ports/text-check';

/** `cloud.openapi`, as far as it is used. The function's config.json must list the permission. */
export interface OpenApi {
  readonly security: {
    msgSecCheck(parameters: {
      content: string;
      version: 2;
      scene: number;
      openid: string;
    }): Promise<{ result?: { suggest?: string } }>;
  };
}

/** 1 profile, 2 comment, 3 forum, 4 social log: a campaign's words are read like a post. */
const SCENE_FORUM = 3;
const ANSWER_WITHIN_MS = 3_000;
/** The first version of the interface says so with an error instead of a verdict. */
const RISKY_CONTENT = 87_014;

/**
 * security.msgSecCheck, version 2. Only 'pass' lets a text through; 'review' wants a person, whom
 * we do not have, so it counts as refused. The author must have used the mini program in the last
 * two hours, which an organiser who is publishing has.
 */
export function wxCloudTextCheck(openapi: OpenApi, log: Log): TextCheck {
  return async (text, authorOpenid) => {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<TextVerdict>((resolve) => {
      timer = setTimeout(() => resolve('unavailable'), ANSWER_WITHIN_MS);
    });
    const verdict = await Promise.race([ask(openapi, text, authorOpenid, log), tooLate]);
    clearTimeout(timer);
    return verdict;
  };
}

async function ask(
  openapi: OpenApi,
  content: string,
  openid: string,
  log: Log,
): Promise<TextVerdict> {
  try {
    const answer = await openapi.security.msgSecCheck({
      content,
      version: 2,
      scene: SCENE_FORUM,
      openid,
    });
    const suggest = answer.result?.suggest;
    if (suggest === 'pass') return 'pass';
    if (suggest === 'risky' || suggest === 'review') return 'refused';
    log.warn('text-check.strange-answer', { code: suggest ?? 'none' });
    return 'unavailable';
  } catch (error) {
    const { errCode, errMsg } = error as { errCode?: number; errMsg?: string };
    if (errCode === RISKY_CONTENT) return 'refused';
    log.warn('text-check.failed', { code: errCode ?? 0, message: errMsg ?? 'unknown' });
    return 'unavailable';
  }
}
