import { lobbyWords, payHint } from '../../../miniprogram/pages/lobby/lobby-words';
import { rulesOf } from '../../../miniprogram/pages/lobby/rules';
import { fromBeijing } from '../../../miniprogram/shared/beijing-time';
import type { LobbyView } from '../../../miniprogram/shared/contract/player-campaign';
import type { Failure } from '../../../miniprogram/shared/result';
import { lobbyView } from '../../support/views/lobby';
import { packetView } from '../../support/views/packet';

const START_MS = fromBeijing(2026, 11, 21, 20, 0);
const END_MS = START_MS + 3_600_000;

function lobby(
  refusal: Failure | null,
  more: Partial<LobbyView['campaign']> = {},
  packets = 0,
): LobbyView {
  return lobbyView(
    { startAtMs: START_MS, endAtMs: END_MS, ...more },
    { refusal, packets: Array.from({ length: packets }, () => packetView()) },
  );
}

const NOT_STARTED: Failure = { code: 'NOT_STARTED', facts: { startAtMs: START_MS } };

describe('lobby button', () => {
  it.each([
    ['before the start', lobby(NOT_STARTED), START_MS - 1, '未开始', 'none'],
    ['from the start on, without asking again', lobby(NOT_STARTED), START_MS, '进入', 'play'],
    ['while it is open', lobby(null), START_MS + 1, '进入', 'play'],
    [
      'when all packets are gone',
      lobby({ code: 'SOLD_OUT' }, { packetsLeft: 0 }),
      START_MS + 1,
      '已抢完',
      'none',
    ],
    [
      'when all are gone and one is mine',
      lobby({ code: 'SOLD_OUT' }, {}, 1),
      START_MS + 1,
      '查看我的红包',
      'packets',
    ],
    [
      'when I have my share',
      lobby({ code: 'PACKET_LIMIT_REACHED' }, {}, 2),
      START_MS + 1,
      '查看我的红包',
      'packets',
    ],
    ['after the end', lobby({ code: 'CAMPAIGN_ENDED' }), END_MS, '已结束', 'none'],
    ['when the end passes while one looks at it', lobby(null), END_MS, '已结束', 'none'],
    [
      'for a stranger on an invited evening',
      lobby({ code: 'NOT_ON_LIST' }),
      START_MS + 1,
      '暂时不能参加',
      'none',
    ],
  ] as const)('%s', (_, view, nowMs, text, action) => {
    expect(lobbyWords(view, nowMs, false).button).toEqual({ text, action });
  });

  it('leads back into a round that this phone left, and not into one of another phone', () => {
    const view = lobby({ code: 'ROUND_OPEN', facts: { untilAtMs: START_MS + 60_000 } });
    expect(lobbyWords(view, START_MS + 1, true).button.action).toBe('play');
    expect(lobbyWords(view, START_MS + 1, false).button.action).toBe('none');
  });

  it('calls nobody slow who got something, and says once that all packets are gone', () => {
    const allGone = (packets: number) =>
      lobbyWords(lobby({ code: 'SOLD_OUT' }, { packetsLeft: 0 }, packets), START_MS + 1, false);
    expect(allGone(2)).toMatchObject({
      heroLabel: '你抢到了 2 个',
      heroText: '红包已抢完',
      note: '',
    });
    expect(allGone(0)).toMatchObject({ heroLabel: '手慢了', heroText: '红包已抢完', note: '' });
  });

  it('is explained whenever it does not lead into the game', () => {
    expect(lobbyWords(lobby({ code: 'NOT_ON_LIST' }), START_MS + 1, false).note).toContain('名单');
    expect(lobbyWords(lobby(null), START_MS + 1, false).note).toBe('');
  });
});

describe('what the lobby says about being paid', () => {
  const BY_CHAT = 1007;
  const BY_SCAN = 1047;

  it('offers the link to whoever needs it, and lets everybody play first', () => {
    const view = lobby(null);
    const unlinked = { ...view, me: { ...view.me, needsLink: true } };
    expect(payHint(unlinked, BY_CHAT)?.action).toBe('去关联');
    expect(payHint(unlinked, BY_CHAT)?.text).toContain('先玩');
    expect(lobbyWords(unlinked, START_MS + 1, false).button.action).toBe('play');
    expect(payHint(view, BY_CHAT)).toBeNull();
  });

  it('asks for a scan only where packets open after one, and only who did not scan', () => {
    const scanned = lobby(null, { channel: 'sendminiprogramhb' });
    expect(payHint(scanned, BY_CHAT)?.text).toContain('扫一扫');
    expect(payHint(scanned, BY_SCAN)).toBeNull();
    expect(payHint(lobby(null, { channel: 'transfer-bills' }), BY_CHAT)).toBeNull();
  });
});

describe('lobby countdown', () => {
  it('runs to the start, then to the end, then stops', () => {
    const untilAt = (nowMs: number) => lobbyWords(lobby(null), nowMs, false).untilMs;
    expect([untilAt(START_MS - 1), untilAt(START_MS), untilAt(END_MS)]).toEqual([
      START_MS,
      END_MS,
      null,
    ]);
  });
});

describe('rules', () => {
  const textOf = (view: LobbyView) =>
    rulesOf(view.campaign, START_MS)
      .flatMap(({ lines }) => lines)
      .join('\n');

  it('tell the very figures of the campaign', () => {
    const text = textOf(lobby(null));
    for (const told of [
      '200 个',
      '1,000.00 元',
      '1.00 到 88.00 元',
      '15 秒',
      '每点中 10 个',
      '最多玩 3 场',
      '最多拿 2 个',
    ]) {
      expect(text).toContain(told);
    }
  });

  it('name one amount when all packets are equal', () => {
    const text = textOf(lobby(null, { splitKind: 'equal', minFen: 500, maxFen: 500 }));
    expect(text).toContain('每个 5.00 元');
    expect(text).not.toContain('随机');
  });

  it('publish the seed’s fingerprint, and the seed at the end', () => {
    expect(textOf(lobby(null))).toContain('ab'.repeat(32));
    expect(textOf(lobby(null, { seed: 'cafe' }))).toContain('种子：cafe');
  });

  it.each([
    ['transfer-bills', '立即收款', '夜间'],
    ['sendredpack', '关联公众号', '扫一扫'],
    ['sendminiprogramhb', '扫一扫', '公众号'],
  ] as const)(
    'of %s say how the money is taken, and nothing of the others',
    (channel, told, not) => {
      const text = textOf(lobby(null, { channel }));
      expect(text).toContain(told);
      expect(text).not.toContain(not);
    },
  );

  it('promise nothing for sharing', () => {
    expect(textOf(lobby(null))).toContain('分享不会增加机会');
  });
});
