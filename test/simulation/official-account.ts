import type { OfficialAccount, Visitor } from '../../server/ports/official-account';
import type { FaultKind } from './faults';

/** A person as the official account knows them. */
export interface Follower {
  readonly openid: string;
  /** Null where the platform does not tell. */
  readonly unionid: string | null;
}

export interface OfficialAccountModel extends OfficialAccount {
  /** The person opens the page and WeChat sends them back with a code, good once. */
  codeFor(follower: Follower): string;
}

/** 网页授权: it knows who visits, gives each visit a code, and now and then no answer. */
export function newOfficialAccount(strikes: (kind: FaultKind) => boolean): OfficialAccountModel {
  const visitors = new Map<string, Follower>();
  let codes = 0;

  return {
    authorizeUrl: (state) => state,
    codeFor(follower) {
      codes += 1;
      visitors.set(`code-${codes}`, follower);
      return `code-${codes}`;
    },
    async visitorOf(code): Promise<Visitor> {
      if (strikes('link-no-answer')) return { kind: 'unknown', code: 'NO_ANSWER' };
      const visitor = visitors.get(code);
      if (!visitor) return { kind: 'refused', code: '40163' };
      visitors.delete(code);
      if (strikes('link-answer-lost')) return { kind: 'unknown', code: 'NO_ANSWER' };
      return { kind: 'visitor', ...visitor };
    },
  };
}
