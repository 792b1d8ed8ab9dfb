import fc from 'fast-check';
import {
  normaliseAnswer,
  RIDDLES_RANGES,
  type Riddle,
  type RiddleFeedback,
  type RiddlesProgress,
  type RiddlesSettings,
  riddleRules,
  riddlesSettingsProblems,
} from '../../miniprogram/shared/games/riddles';
import { seededRandom } from '../../miniprogram/shared/seeded-random';

const BANK: readonly Riddle[] = [
  { id: 'a1', text: '谜面一', seek: '打一动物', answer: '青蛙', accepted: ['田鸡'] },
  { id: 'a2', text: '谜面二', seek: '打一动物', answer: '田鸡' },
  { id: 'a3', text: '谜面三', seek: '打一动物', answer: '大象' },
  { id: 'a4', text: '谜面四', seek: '打一动物', answer: '蜘蛛' },
  { id: 'a5', text: '谜面五', seek: '打一动物', answer: '骆驼', accepted: ['駱駝'] },
  { id: 'z1', text: '谜面六', seek: '打一字', answer: '王' },
  { id: 'z2', text: '谜面七', seek: '打一字', answer: '卡' },
  { id: 'z3', text: '谜面八', seek: '打一字', answer: '明' },
  { id: 'z4', text: '谜面九', seek: '打一字', answer: '秦' },
  { id: 'z5', text: '谜面十', seek: '打一字', answer: '默' },
];
const SETTINGS: RiddlesSettings = {
  riddleCount: 3,
  triesPerRiddle: 2,
  answerBy: 'choice',
  roundSeconds: 60,
  rightPerPacket: 2,
};
const SEED = 'c4'.repeat(32);
const rules = riddleRules(BANK);
const PLAN = rules.plan(SETTINGS, seededRandom(SEED));
const AT_THE_END = { arrivedAfterMs: 60_000 };

function seedNo(no: number): string {
  return no.toString(16).padStart(64, '0');
}

function planOf(settings: RiddlesSettings, no = 0) {
  return rules.plan(settings, seededRandom(seedNo(no)));
}

function rightAnswer(no: number): string {
  return PLAN.riddles[no - 1]!.rightAnswers[0]!;
}

/** Gives answers one after the other, a second apart, and returns what each was told. */
function play(answers: readonly [no: number, answer: string][]) {
  let progress: RiddlesProgress = rules.begin(PLAN);
  const feedback: RiddleFeedback[] = [];
  answers.forEach(([no, answer], i) => {
    const moved = rules.move(PLAN, progress, { no, answer }, 2_000 + i * 1_000);
    progress = moved.progress;
    feedback.push(moved.feedback);
  });
  return { progress, feedback, last: feedback[feedback.length - 1]! };
}

describe('the plan of a riddles round', () => {
  it('is the same for the same seed and another for another', () => {
    expect(rules.plan(SETTINGS, seededRandom(SEED))).toEqual(PLAN);
    expect(planOf(SETTINGS, 1)).not.toEqual(planOf(SETTINGS, 2));
  });

  it('asks no riddle twice', () => {
    for (let no = 0; no < 200; no++) {
      const texts = planOf({ ...SETTINGS, riddleCount: 10 }, no).riddles.map(
        ({ question }) => question.text,
      );
      expect(new Set(texts).size).toBe(10);
    }
  });

  it('offers four different choices of the same kind, one of them right', () => {
    for (let no = 0; no < 200; no++) {
      for (const { question, rightAnswers } of planOf(SETTINGS, no).riddles) {
        const choices = question.choices!;
        const kind = BANK.filter(({ seek }) => seek === question.seek).map(({ answer }) => answer);
        expect(new Set(choices).size).toBe(4);
        expect(kind).toEqual(expect.arrayContaining([...choices]));
        expect(choices.filter((choice) => rightAnswers.includes(choice))).toHaveLength(1);
      }
    }
  });

  it('puts the right choice at every place equally often', () => {
    const places = [0, 0, 0, 0];
    for (let no = 0; no < 1_000; no++) {
      for (const { question, rightAnswers } of planOf(SETTINGS, no).riddles) {
        places[question.choices!.findIndex((choice) => rightAnswers.includes(choice))]! += 1;
      }
    }
    // 3000 riddles, p = 1/4: a standard deviation of 24; five of them happen once in 1.7 million.
    for (const count of places) expect(Math.abs(count - 750)).toBeLessThan(5 * 24);
  });

  it('offers no choices when the answer is typed', () => {
    const { riddles } = planOf({ ...SETTINGS, answerBy: 'typing' });
    expect(riddles.map(({ question }) => question.choices)).toEqual([null, null, null]);
  });
});

describe('the deal of a riddles round', () => {
  it('says what is asked and nothing else', () => {
    const deal = rules.deal(PLAN);
    expect(Object.keys(deal).sort()).toEqual([
      'riddles',
      'rightPerPacket',
      'roundMs',
      'triesPerRiddle',
    ]);
    for (const riddle of deal.riddles) {
      const shown = ['answerLength', 'choices', 'no', 'seek', 'text'];
      expect(Object.keys(riddle).sort()).toEqual(shown);
    }
  });

  it('holds no answer when answers are typed', () => {
    const plan = planOf({ ...SETTINGS, riddleCount: 10, answerBy: 'typing' });
    const sent = JSON.stringify(rules.deal(plan));
    for (const { answer } of BANK) expect(sent).not.toContain(answer);
  });
});

describe('answering', () => {
  it('tells a right answer and counts it', () => {
    expect(play([[1, rightAnswer(1)]]).last).toEqual({
      no: 1,
      right: true,
      triesLeft: 1,
      rightSoFar: 1,
      refusal: null,
      waitMs: 0,
    });
  });

  it('takes one try for a wrong answer and leaves the others', () => {
    const { feedback } = play([
      [2, '不知道'],
      [2, rightAnswer(2)],
    ]);
    expect(feedback[0]).toMatchObject({ right: false, triesLeft: 1, rightSoFar: 0 });
    expect(feedback[1]).toMatchObject({ right: true, triesLeft: 0, rightSoFar: 1 });
  });

  it('takes no more than the tries there are, even for the right answer', () => {
    const { last, progress } = play([
      [1, '不知道'],
      [1, '不知道'],
      [1, rightAnswer(1)],
    ]);
    expect(last).toMatchObject({ right: false, rightSoFar: 0, refusal: 'no-tries-left' });
    expect(progress.riddles[0]).toEqual({ tries: 2, right: false });
  });

  it('counts a riddle once', () => {
    const { last, progress } = play([
      [1, rightAnswer(1)],
      [1, rightAnswer(1)],
    ]);
    expect(last).toMatchObject({ right: true, rightSoFar: 1, refusal: 'already-right' });
    expect(progress.riddles[0]).toEqual({ tries: 1, right: true });
  });

  it.each([0, 4, -1, 1.5, Number.NaN])('knows no riddle %p', (no) => {
    const started = rules.begin(PLAN);
    const moved = rules.move(PLAN, started, { no, answer: rightAnswer(1) }, 5_000);
    expect(moved.accepted).toBe(false);
    expect(moved.progress).toBe(started);
    expect(moved.feedback).toMatchObject({ refusal: 'no-such-riddle', right: false });
  });

  it('wants 800 ms between two tries, of any riddles, and says how much is missing', () => {
    const first = rules.move(PLAN, rules.begin(PLAN), { no: 1, answer: '不知道' }, 5_000);
    const hasty = rules.move(PLAN, first.progress, { no: 2, answer: rightAnswer(2) }, 5_799);
    expect(hasty).toMatchObject({
      accepted: false,
      feedback: { refusal: 'too-fast', waitMs: 1, right: false },
    });
    expect(hasty.progress).toBe(first.progress);

    const patient = rules.move(PLAN, hasty.progress, { no: 2, answer: rightAnswer(2) }, 5_800);
    expect(patient).toMatchObject({ accepted: true, feedback: { right: true } });
  });

  it('runs from the start to a moment after the end, for answers on their way', () => {
    const acceptedAt = (afterMs: number) =>
      rules.move(PLAN, rules.begin(PLAN), { no: 1, answer: rightAnswer(1) }, afterMs).accepted;
    expect([-1, 0, 60_000, 61_499, 61_500, Number.NaN].map(acceptedAt)).toEqual([
      false,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('answers a right and a wrong move in the same shape', () => {
    const right = play([[1, rightAnswer(1)]]).last;
    const wrong = play([[1, '不知道']]).last;
    expect(Object.keys(right)).toEqual(Object.keys(wrong));
  });
});

describe('typed answers', () => {
  const typing = riddleRules([BANK[4]!]).plan(
    { ...SETTINGS, riddleCount: 1, answerBy: 'typing' },
    seededRandom(SEED),
  );
  const isRight = (answer: string) =>
    rules.move(typing, rules.begin(typing), { no: 1, answer }, 5_000).feedback.right;

  it.each(['骆驼', ' 骆驼 ', '骆 驼', '骆驼。', '《骆驼》', '駱駝'])('takes %p', (answer) => {
    expect(isRight(answer)).toBe(true);
  });

  it.each(['骆', '骆驼骆驼', '马', '。', ''])('does not take %p', (answer) => {
    expect(isRight(answer)).toBe(false);
  });

  it('sees no difference between full and half width or upper and lower case', () => {
    expect(normaliseAnswer('ＡＢ１２　！')).toBe('ab12');
  });
});

describe('judging a riddles round', () => {
  const judgeAfter = (...answers: [number, string][]) =>
    rules.judge(PLAN, play(answers).progress, AT_THE_END);

  it('opens a packet for every so many right answers', () => {
    const [one, two, three] = [1, 2, 3].map((no): [number, string] => [no, rightAnswer(no)]);
    expect(judgeAfter()).toEqual({ score: 0, packets: 0 });
    expect(judgeAfter(one!)).toEqual({ score: 1, packets: 0 });
    expect(judgeAfter(one!, two!)).toEqual({ score: 2, packets: 1 });
    expect(judgeAfter(one!, two!, three!)).toEqual({ score: 3, packets: 1 });
  });

  it('never throws and never earns more than there are riddles, whatever is sent', () => {
    const anyMove = fc.record({
      no: fc.oneof(fc.integer({ min: -1, max: 5 }), fc.double()),
      answer: fc.oneof(fc.constantFrom(...BANK.map(({ answer }) => answer)), fc.string()),
      pauseMs: fc.integer({ min: -500, max: 20_000 }),
    });
    fc.assert(
      fc.property(fc.array(anyMove, { maxLength: 30 }), (moves) => {
        let progress = rules.begin(PLAN);
        let afterMs = 0;
        for (const { no, answer, pauseMs } of moves) {
          afterMs += pauseMs;
          const moved = rules.move(PLAN, progress, { no, answer }, afterMs);
          if (!moved.accepted) expect(moved.progress).toBe(progress);
          progress = moved.progress;
        }
        const { score, packets } = rules.judge(PLAN, progress, AT_THE_END);
        expect(progress.riddles.every(({ tries }) => tries <= SETTINGS.triesPerRiddle)).toBe(true);
        expect(score).toBeLessThanOrEqual(SETTINGS.riddleCount);
        expect(packets).toBe(Math.floor(score / SETTINGS.rightPerPacket));
        // The progress is stored between moves.
        expect(JSON.parse(JSON.stringify(progress))).toEqual(progress);
      }),
      { seed: 17, numRuns: 500 },
    );
  });
});

describe('riddlesSettingsProblems', () => {
  it.each(Object.entries(RIDDLES_RANGES))('keeps %s within its range', (field, range) => {
    const easy = { ...SETTINGS, riddleCount: 10, rightPerPacket: 1 };
    for (const value of [range.least - 1, range.most + 1, range.least + 0.5, Number.NaN]) {
      expect(riddlesSettingsProblems({ ...easy, [field]: value })).toEqual([{ field, ...range }]);
    }
    expect(riddlesSettingsProblems({ ...easy, [field]: range.least })).toEqual([]);
    expect(riddlesSettingsProblems({ ...easy, [field]: range.most })).toEqual([]);
  });

  it('promises no packet that needs more right answers than there are riddles', () => {
    expect(riddlesSettingsProblems({ ...SETTINGS, rightPerPacket: 4 })).toEqual([
      { field: 'rightPerPacket', least: 1, most: 3 },
    ]);
  });
});
