import fc from 'fast-check';
import { roundRefusal, type Standing } from '../../../server/domain/eligibility';
import type { CampaignRecord } from '../../../server/domain/records';
import { NOON_MS, rainDraft } from '../../support/campaign-world';

const ME = 'K7QM-2TXA';
const OTHER = 'AAAA-BBBB';

/** One reason to refuse for each code, in the order in which they are said. */
const REASONS = [
  ['CAMPAIGN_NOT_OPEN', { state: 'preparing' }],
  ['NOT_STARTED', { startAtMs: NOON_MS + 1 }],
  ['CAMPAIGN_ENDED', { endAtMs: NOON_MS }],
  ['BLOCKED', { blockList: [OTHER, ME] }],
  ['NOT_ON_LIST', { allowList: [OTHER] }],
  ['SOLD_OUT', { packetsLeft: 0 }],
  ['PACKET_LIMIT_REACHED', { packetsGranted: 3 }],
  ['NO_ROUNDS_LEFT', { roundsStarted: 2 }],
  ['ROUND_OPEN', { roundOpenUntilMs: NOON_MS + 1 }],
] as const;

function refusalWith(reasons: readonly object[]): string | null {
  const changes = Object.assign({}, ...reasons) as Partial<Standing> & { state?: 'preparing' };
  const draft = { ...rainDraft(), ...changes };
  const campaign: Pick<CampaignRecord, 'state' | 'draft'> = {
    state: changes.state ?? 'published',
    draft,
  };
  const standing: Standing = {
    playerCode: ME,
    roundsStarted: 1,
    packetsGranted: 2,
    packetsLeft: 1,
    roundOpenUntilMs: null,
    ...changes,
  };
  return roundRefusal(campaign, standing, NOON_MS)?.code ?? null;
}

describe('roundRefusal', () => {
  it('lets a player play who has no reason against', () => {
    expect(refusalWith([])).toBeNull();
    expect(refusalWith([{ allowList: [OTHER, ME] }])).toBeNull();
  });

  it('says the first reason in the order of the error codes, whatever else applies', () => {
    fc.assert(
      fc.property(fc.subarray([...REASONS], { minLength: 1 }), (given) => {
        expect(refusalWith(given.map(([, change]) => change))).toBe(given[0]![0]);
      }),
      { seed: 20261121, numRuns: 200 },
    );
  });

  it('calls an ended campaign ended, even before its window ends', () => {
    const campaign = { state: 'ended' as const, draft: rainDraft({ startAtMs: NOON_MS + 1 }) };
    const standing = {
      playerCode: ME,
      roundsStarted: 0,
      packetsGranted: 0,
      packetsLeft: 0,
      roundOpenUntilMs: null,
    };
    expect(roundRefusal(campaign, standing, NOON_MS)).toEqual({ code: 'CAMPAIGN_ENDED' });
  });
});
