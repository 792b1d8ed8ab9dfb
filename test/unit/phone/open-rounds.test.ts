import { createOpenRounds, type OpenRound } from '../../../miniprogram/services/open-rounds';

function shelf(kept: unknown = '') {
  let value = kept;
  return {
    read: () => value,
    write: (next: unknown) => {
      value = JSON.parse(JSON.stringify(next));
    },
  };
}

function round(roundId: string, more: Partial<OpenRound> = {}): OpenRound {
  return {
    campaignId: `campaign-of-${roundId}`,
    requestId: 'request',
    roundId,
    ticket: 'ticket',
    gameId: 'red-packet-rain',
    endsAtMs: 1_000,
    evidence: { taps: [] },
    notes: null,
    ...more,
  };
}

describe('rounds kept on the phone', () => {
  it('are still there after the app was closed', () => {
    const storage = shelf();
    createOpenRounds(storage).keep(round('a', { evidence: { taps: [{ dropId: 1, atMs: 5 }] } }));
    expect(createOpenRounds(storage).all()).toEqual([
      round('a', { evidence: { taps: [{ dropId: 1, atMs: 5 }] } }),
    ]);
  });

  it('are replaced, not doubled, by what was played since', () => {
    const rounds = createOpenRounds(shelf());
    rounds.keep(round('a'));
    rounds.keep(round('a', { evidence: { taps: [{ dropId: 2, atMs: 9 }] } }));
    expect(rounds.all()).toHaveLength(1);
    expect(rounds.ofCampaign('campaign-of-a')?.evidence).toEqual({
      taps: [{ dropId: 2, atMs: 9 }],
    });
  });

  it('are forgotten one by one', () => {
    const rounds = createOpenRounds(shelf());
    rounds.keep(round('a'));
    rounds.keep(round('b'));
    rounds.forget('a');
    expect(rounds.all().map(({ roundId }) => roundId)).toEqual(['b']);
    expect(rounds.ofCampaign('campaign-of-a')).toBeNull();
  });

  it.each([
    ['nothing', ''],
    ['a text', 'x'],
    ['an older form', [{ roundId: 'a' }, null, 7]],
  ])('are none when storage holds %s', (_, kept) => {
    expect(createOpenRounds(shelf(kept)).all()).toEqual([]);
  });
});
