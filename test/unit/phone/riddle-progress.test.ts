import {
  beginProgress,
  countRight,
  isCurrentOpen,
  nextOpen,
  resumeProgress,
  withFeedback,
} from '../../../miniprogram/games/riddles/play/progress';
import { riddleWords } from '../../../miniprogram/games/riddles/play/words';
import type { RiddleFeedback, RiddlesDeal } from '../../../miniprogram/shared/games/riddles';

const DEAL: RiddlesDeal = {
  roundMs: 60_000,
  triesPerRiddle: 2,
  rightPerPacket: 2,
  riddles: [1, 2, 3].map((no) => ({
    no,
    text: `谜面${no}`,
    seek: '打一字',
    choices: ['甲', '乙', '丙', '丁'],
    answerLength: 1,
  })),
};

function feedback(no: number, right: boolean, triesLeft: number): RiddleFeedback {
  return { no, right, triesLeft, rightSoFar: 0, refusal: null, waitMs: 0 };
}

describe('riddle progress', () => {
  it('goes to the next riddle that can still be solved, round the end', () => {
    let progress = beginProgress(DEAL);
    progress = withFeedback({ ...progress, at: 1 }, feedback(2, true, 1), '甲');
    expect(nextOpen(progress)).toBe(2);
    progress = { ...progress, at: 2 };
    expect(nextOpen(progress)).toBe(0);
  });

  it('has no next riddle when all others are solved or lost', () => {
    let progress = beginProgress(DEAL);
    progress = withFeedback(progress, feedback(1, true, 1), '甲');
    progress = withFeedback(progress, feedback(2, false, 0), '乙');
    progress = { ...progress, at: 2 };
    expect(nextOpen(progress)).toBeNull();
    expect(isCurrentOpen(progress)).toBe(true);
    expect(countRight(progress)).toBe(1);
  });

  it('strikes out what was tried and counts tries as dots', () => {
    const progress = withFeedback(beginProgress(DEAL), feedback(1, false, 1), '乙');
    const words = riddleWords(DEAL, progress);
    expect(words.choices?.filter(({ tried }) => tried).map(({ text }) => text)).toEqual(['乙']);
    expect(words.tries).toEqual([true, false]);
  });

  it('resumes from its own notes and from nothing else', () => {
    const left = withFeedback({ ...beginProgress(DEAL), at: 1 }, feedback(2, false, 1), '乙');
    expect(resumeProgress(DEAL, JSON.parse(JSON.stringify(left)))).toEqual(left);
    expect(resumeProgress(DEAL, { standings: [], at: 0 })).toEqual(beginProgress(DEAL));
    expect(resumeProgress(DEAL, null)).toEqual(beginProgress(DEAL));
  });

  it('promises a packet only while enough riddles are left for it', () => {
    let progress = beginProgress(DEAL);
    expect(riddleWords(DEAL, progress).goal).toBe('猜对 0 题，再对 2 题拆红包');
    progress = withFeedback(progress, feedback(1, true, 1), '甲');
    progress = withFeedback(progress, feedback(2, true, 1), '甲');
    expect(riddleWords(DEAL, progress).goal).toBe('1 个红包到手');
  });
});
