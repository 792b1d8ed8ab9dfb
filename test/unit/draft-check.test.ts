import { DAY_MS, fromBeijing } from '../../miniprogram/shared/beijing-time';
import type { CampaignDraft } from '../../miniprogram/shared/campaign';
import { checkDraft } from '../../miniprogram/shared/draft-check';
import { utf8Bytes } from '../../miniprogram/shared/utf8';

const NOW_MS = fromBeijing(2026, 2, 16, 20);

const GOOD: CampaignDraft = {
  title: '除夕红包雨',
  senderName: '红包派对',
  greeting: '新春快乐，万事如意',
  game: {
    id: 'red-packet-rain',
    settings: { roundSeconds: 15, dropsPerSecond: 3, hitsPerPacket: 10, packetsPerRound: 1 },
  },
  split: { kind: 'random', totalFen: 100_000, packetCount: 100, minFen: 100, maxFen: 5_000 },
  startAtMs: NOW_MS + 60_000,
  endAtMs: NOW_MS + DAY_MS,
  packetsPerPlayer: 1,
  roundsPerPlayer: 3,
  allowList: [],
  blockList: [],
  channel: 'sendredpack',
  funding: 'merchant-balance',
};

function problemsOf(changes: Partial<CampaignDraft>) {
  return checkDraft({ ...GOOD, ...changes }, NOW_MS);
}

/** The one problem these changes cause. */
function problemOf(changes: Partial<CampaignDraft>) {
  const problems = problemsOf(changes);
  expect(problems).toHaveLength(1);
  return problems[0]!;
}

function settings(changes: object): Pick<CampaignDraft, 'game'> {
  const rain = GOOD.game as Extract<CampaignDraft['game'], { id: 'red-packet-rain' }>;
  return { game: { ...rain, settings: { ...rain.settings, ...changes } } };
}

describe('checkDraft', () => {
  it('finds nothing wrong with a good draft', () => {
    expect(problemsOf({})).toEqual([]);
  });

  it('lists every problem in the order of the form', () => {
    const problems = problemsOf({
      title: '',
      senderName: '',
      greeting: '',
      endAtMs: GOOD.startAtMs,
      packetsPerPlayer: 0,
      roundsPerPlayer: 11,
      allowList: ['nobody'],
      blockList: ['nobody'],
      ...settings({ roundSeconds: 5 }),
      split: { ...GOOD.split, totalFen: 1 },
    });
    expect(problems.map(({ field, failure }) => [field, failure.code])).toEqual([
      ['title', 'TITLE_LENGTH'],
      ['senderName', 'SENDER_NAME_LENGTH'],
      ['greeting', 'GREETING_LENGTH'],
      ['endAtMs', 'WINDOW_ORDER'],
      ['packetsPerPlayer', 'PLAYER_LIMIT_RANGE'],
      ['roundsPerPlayer', 'ROUND_LIMIT_RANGE'],
      ['allowList', 'PLAYER_CODE_SHAPE'],
      ['blockList', 'PLAYER_CODE_SHAPE'],
      ['game.roundSeconds', 'GAME_SETTINGS'],
      ['split.totalFen', 'TOTAL_TOO_SMALL'],
    ]);
  });
});

describe('checkDraft, texts', () => {
  it('counts the title in characters as people see them typed', () => {
    expect(problemsOf({ title: '🧧'.repeat(20) })).toEqual([]);
    expect(problemOf({ title: '红'.repeat(21) }).failure).toEqual({
      code: 'TITLE_LENGTH',
      facts: { field: 'title', least: 2, most: 20, length: 21 },
    });
  });

  it('counts the sender in bytes, as WeChat Pay does', () => {
    expect(problemsOf({ senderName: `${'红'.repeat(10)}ab` })).toEqual([]);
    expect(problemOf({ senderName: '红'.repeat(11) }).failure).toEqual({
      code: 'SENDER_NAME_LENGTH',
      facts: { field: 'senderName', least: 1, most: 32, length: 33 },
    });
  });

  it('counts the greeting in bytes, as WeChat Pay does', () => {
    expect(problemsOf({ greeting: `${'福'.repeat(42)}!!` })).toEqual([]);
    expect(problemOf({ greeting: '福'.repeat(43) }).failure.facts).toMatchObject({ length: 129 });
  });

  it('does not take spaces for a text', () => {
    expect(problemOf({ greeting: '  　 ' }).failure.code).toBe('GREETING_LENGTH');
    expect(problemsOf({ title: ' 除夕 ' })).toEqual([]);
  });

  it.each([
    ['a line break', '新春\n快乐'],
    ['a mark that turns the direction around', '新春\u202e快乐'],
    ['a space without width', '新春\u200b快乐'],
    ['half of a character', '新春\ud83e'],
  ])('refuses %s', (_, greeting) => {
    expect(problemOf({ greeting })).toMatchObject({
      field: 'greeting',
      failure: { code: 'TEXT_REFUSED', facts: { field: 'greeting' } },
    });
  });

  it('lets joined emoji through', () => {
    expect(problemsOf({ greeting: '👨‍👩‍👧 新春快乐 ❤️' })).toEqual([]);
  });
});

describe('checkDraft, window', () => {
  it('may have begun already', () => {
    expect(problemsOf({ startAtMs: NOW_MS - DAY_MS })).toEqual([]);
  });

  it('must end after now', () => {
    const begunMs = NOW_MS - DAY_MS;
    expect(problemOf({ startAtMs: begunMs, endAtMs: NOW_MS }).failure.code).toBe('WINDOW_PAST');
    expect(problemsOf({ startAtMs: begunMs, endAtMs: NOW_MS + 1 })).toEqual([]);
  });

  it('lasts at most ninety days', () => {
    const mostMs = GOOD.startAtMs + 90 * DAY_MS;
    expect(problemsOf({ endAtMs: mostMs })).toEqual([]);
    expect(problemOf({ endAtMs: mostMs + 1 }).failure).toEqual({
      code: 'WINDOW_TOO_LONG',
      facts: { field: 'endAtMs', mostDays: 90 },
    });
  });

  it.each(['startAtMs', 'endAtMs'] as const)('refuses an empty %s', (field) => {
    expect(problemOf({ [field]: Number.NaN })).toMatchObject({
      field,
      failure: { code: 'INVALID', facts: { path: field } },
    });
  });
});

describe('checkDraft, limits and lists', () => {
  it.each([0, 11, 1.5, Number.NaN])('refuses %p packets for one player', (packetsPerPlayer) => {
    expect(problemOf({ packetsPerPlayer }).failure).toEqual({
      code: 'PLAYER_LIMIT_RANGE',
      facts: { field: 'packetsPerPlayer', least: 1, most: 10 },
    });
  });

  it('takes five hundred players on a list and no more', () => {
    const list = new Array<string>(500).fill('K7QM-2TXA');
    expect(problemsOf({ allowList: list })).toEqual([]);
    expect(problemOf({ allowList: [...list, 'K7QM-2TXA'] }).failure).toEqual({
      code: 'LIST_TOO_LONG',
      facts: { field: 'allowList', most: 500 },
    });
  });

  it('says which line is not a player code', () => {
    expect(problemOf({ blockList: ['K7QM-2TXA', 'K7QM2TXA'] }).failure).toEqual({
      code: 'PLAYER_CODE_SHAPE',
      facts: { field: 'blockList', line: 2 },
    });
  });
});

describe('checkDraft, game and split', () => {
  it('names the setting and its range', () => {
    expect(problemOf(settings({ dropsPerSecond: 7 }))).toEqual({
      field: 'game.dropsPerSecond',
      failure: { code: 'GAME_SETTINGS', facts: { field: 'dropsPerSecond', least: 1, most: 6 } },
    });
  });

  it('checks riddles by their own rules', () => {
    const game: CampaignDraft['game'] = {
      id: 'riddles',
      settings: {
        riddleCount: 3,
        triesPerRiddle: 2,
        answerBy: 'choice',
        roundSeconds: 60,
        rightPerPacket: 4,
      },
    };
    expect(problemOf({ game }).failure.facts).toEqual({
      field: 'rightPerPacket',
      least: 1,
      most: 3,
    });
  });

  it('names the number of the split that must change, and what it may become', () => {
    expect(problemOf({ split: { ...GOOD.split, minFen: 30 } })).toEqual({
      field: 'split.minFen',
      failure: { code: 'MIN_BELOW_CHANNEL', facts: { field: 'minFen', leastFen: 100 } },
    });
  });
});

describe('utf8Bytes', () => {
  const ends = ['\u007f', '\u0080', '\u07ff', '\u0800', '\uffff', '\u{10000}', '\u{10ffff}'];
  const texts = ['', 'abc', '红包', '🧧', '👨‍👩‍👧', '\ud83e', 'a\udc00b', ...ends];
  it.each(texts)('agrees with the encoder on %j', (text) => {
    expect(utf8Bytes(text)).toBe(Buffer.byteLength(text));
  });
});
