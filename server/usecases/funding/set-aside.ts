import { CHANNEL_RULES } from '../../../miniprogram/shared/channels';
import { failure, type Result, success } from '../../../miniprogram/shared/result';
import { setAsideOn } from '../../domain/funding/balances';
import { setAsideIn } from '../../domain/funding/funding';
import type { CampaignRecord } from '../../domain/records';
import { balanceOf, saveBalance } from '../stores/balances';
import { fundingOf, saveFunding } from '../stores/fundings';
import type { FundingBooksTools } from './tools';

const TRIES_MOST = 10;

/**
 * Sets a campaign's whole budget aside before anything of it is split: from what finance declared,
 * or from what its organiser paid in. Safe to repeat, and asked for again it takes only what was
 * added. It always leaves a trace in the document it takes from, so that whoever wants to take the
 * money back at the same moment loses; see `freeStranded`.
 *
 * The first of these that applies: BALANCE_NOT_DECLARED, BALANCE_TOO_SMALL (facts.freeFen,
 * facts.missingFen), NOT_PAID_IN (facts.missingFen), BUSY.
 */
export async function setAside(
  tools: FundingBooksTools,
  campaign: CampaignRecord,
  neededFen: number,
): Promise<Result<void>> {
  for (let tries = 0; tries < TRIES_MOST; tries += 1) {
    const done =
      campaign.draft.funding === 'paid-in'
        ? await setAsideOfPaidIn(tools, campaign, neededFen)
        : await setAsideOfBalance(tools, campaign, neededFen);
    if (done) return done;
  }
  return failure('BUSY');
}

/** Null: somebody else changed it at this moment. */
async function setAsideOfPaidIn(
  { documents, clock }: FundingBooksTools,
  campaign: CampaignRecord,
  neededFen: number,
): Promise<Result<void> | null> {
  const funding = await fundingOf(documents, campaign._id);
  if (!funding) return failure('NOT_PAID_IN', { missingFen: neededFen });
  const taken = setAsideIn(funding, neededFen, clock(), `players ${neededFen}`);
  if (!taken.ok) return failure('NOT_PAID_IN', { missingFen: taken.missingFen });
  return (await saveFunding(documents, funding, taken.funding)) ? success(undefined) : null;
}

async function setAsideOfBalance(
  { documents, clock }: FundingBooksTools,
  campaign: CampaignRecord,
  neededFen: number,
): Promise<Result<void> | null> {
  const balance = await balanceOf(documents, CHANNEL_RULES[campaign.draft.channel].account);
  if (!balance) return failure('BALANCE_NOT_DECLARED');
  const taken = setAsideOn(balance, campaign._id, neededFen, clock());
  switch (taken.kind) {
    case 'undeclared':
      return failure('BALANCE_NOT_DECLARED');
    case 'too-small':
      return failure('BALANCE_TOO_SMALL', {
        freeFen: taken.freeFen,
        missingFen: taken.missingFen,
      });
    case 'set-aside':
      return (await saveBalance(documents, balance, taken.balance)) ? success(undefined) : null;
  }
}
