import { endingOf } from '../../../miniprogram/components/round-ending/ending';
import type { CallResult } from '../../../miniprogram/services/call-result';
import type { PacketView } from '../../../miniprogram/shared/contract/packet';
import type { RoundResult } from '../../../miniprogram/shared/contract/round';

const NOW_MS = Date.UTC(2026, 10, 21, 12);

function result(more: Partial<RoundResult>): CallResult<RoundResult> {
  return { ok: true, value: { score: 7, earned: 0, packets: [], shortfall: 'none', ...more } };
}

describe('the end of a round', () => {
  it('leads to the packets that were won', () => {
    const packets = [{ claimId: 'p1' }, { claimId: 'p2' }] as unknown as PacketView[];
    const ending = endingOf(result({ earned: 2, packets }), 'red-packet-rain', NOW_MS);
    expect(ending).toEqual({ kind: 'won', claimIds: ['p1', 'p2'] });
  });

  it('says kindly and truly why there is no packet', () => {
    const titleOf = (shortfall: RoundResult['shortfall']) => {
      const ending = endingOf(result({ shortfall }), 'red-packet-rain', NOW_MS);
      return ending.kind === 'missed' ? ending.words.title : ending.kind;
    };
    expect(titleOf('none')).toBe('这次没有抢到');
    expect(titleOf('sold-out')).toBe('手慢了，红包已抢完');
    expect(titleOf('packet-limit')).toBe('你的红包已经拿满了');
    expect(titleOf('ended')).toBe('活动刚刚结束了');
  });

  it.each(['OFFLINE', 'NETWORK', 'BUSY', 'INTERNAL'] as const)(
    'is uncertain, not lost, after %s',
    (code) => {
      expect(endingOf({ ok: false, failure: { code } }, 'riddles', NOW_MS).kind).toBe('uncertain');
    },
  );

  it('is final when the cloud refused the round', () => {
    const ending = endingOf({ ok: false, failure: { code: 'TICKET_EXPIRED' } }, 'riddles', NOW_MS);
    expect(ending).toEqual({
      kind: 'refused',
      words: { title: '这一场已经过了时间，没有计入', hint: '', retry: '' },
    });
  });
});
