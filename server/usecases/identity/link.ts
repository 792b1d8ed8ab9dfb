import { MINUTE_MS } from '../../../miniprogram/shared/beijing-time';
import type { LinkView } from '../../../miniprogram/shared/contract/player';
import { type Result, success } from '../../../miniprogram/shared/result';
import type { Clock } from '../../ports/clock';
import type { Documents } from '../../ports/documents';
import type { LinkStates } from '../../ports/link-states';
import type { Log } from '../../ports/log';
import type { OfficialAccount } from '../../ports/official-account';
import { linkedOpenid, linkPair, officialOpenidOfUnion, rememberUnion } from '../stores/identities';
import { hastenLinked } from '../stores/payout-queue';

/** A visit takes seconds; a page that was left open is opened anew. */
const STATE_LASTS_MS = 10 * MINUTE_MS;

/** More than one player can have won before linking. */
const WAITING_MOST = 1_000;

/** What binding a player's two openids to each other needs. */
export interface LinkTools {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly log: Log;
  readonly linkStates: LinkStates;
  /** Null: this deployment has no official account. */
  readonly officialAccount: Pick<OfficialAccount, 'authorizeUrl'> | null;
}

export interface Player {
  readonly openid: string;
  readonly unionid: string | null;
}

/**
 * Whether a player's official account openid is known, and the page that makes it so. Where the
 * platform says who the player is across accounts, an earlier visit is enough and no page is needed.
 */
export async function link(tools: LinkTools, player: Player): Promise<Result<LinkView>> {
  const { documents, clock, linkStates, officialAccount } = tools;
  if ((await linkedOpenid(documents, player.openid)) !== null || (await linkByUnion(tools, player)))
    return success({ isLinked: true, url: null });
  if (!officialAccount) return success({ isLinked: false, url: null });
  const state = linkStates.seal({ ...player, untilMs: clock() + STATE_LASTS_MS });
  return success({ isLinked: false, url: officialAccount.authorizeUrl(state) });
}

/** How a visit to the link page ended. */
export type LinkOutcome =
  | 'linked'
  /** The page is too old, or nobody of ours opened it. */
  | 'expired'
  /** The visitor, or the player, is linked with somebody else already. */
  | 'taken'
  /** The platform says that the visitor is not the player who opened the page. */
  | 'another-person'
  /** The official account's side did not answer; trying again is safe. */
  | 'unavailable';

/**
 * A visitor came back from WeChat with a code. Safe to repeat, though a code is good only once.
 *
 * Whoever opens a page that somebody else asked for gives that somebody their own packets' way and
 * loses nothing; where the platform tells who both are, even that is refused.
 */
export async function completeLink(
  tools: LinkTools & { readonly officialAccount: OfficialAccount },
  visit: { readonly code: string; readonly state: string },
): Promise<LinkOutcome> {
  const { documents, clock, log, linkStates, officialAccount } = tools;
  const state = linkStates.open(visit.state);
  if (!state || state.untilMs < clock()) return 'expired';
  const visitor = await officialAccount.visitorOf(visit.code);
  if (visitor.kind === 'refused') {
    // The page was loaded twice: the first time has done it.
    return (await linkedOpenid(documents, state.openid)) === null ? 'expired' : 'linked';
  }
  if (visitor.kind === 'unknown') {
    log.warn('link.no-answer', { code: visitor.code });
    return 'unavailable';
  }
  const { unionid } = visitor;
  if (unionid !== null && !state.mayBe(unionid)) return 'another-person';
  const pair = { openid: state.openid, officialOpenid: visitor.openid, unionid };
  if ((await makePair(tools, pair)) === 'taken') return 'taken';
  if (unionid !== null) await rememberUnion(documents, unionid, visitor.openid, clock());
  return 'linked';
}

async function linkByUnion(tools: LinkTools, { openid, unionid }: Player): Promise<boolean> {
  if (unionid === null) return false;
  const officialOpenid = await officialOpenidOfUnion(tools.documents, unionid);
  if (officialOpenid === null) return false;
  return (await makePair(tools, { openid, officialOpenid, unionid })) === 'linked';
}

/** What the player had won before is paid with the sender's next run. */
async function makePair(
  tools: LinkTools,
  pair: { openid: string; officialOpenid: string; unionid: string | null },
): Promise<'linked' | 'taken'> {
  const outcome = await linkPair(tools.documents, pair, tools.clock());
  if (outcome === 'linked') {
    await hastenLinked(tools.documents, pair.openid, tools.clock(), WAITING_MOST);
  }
  return outcome;
}
