/** The wizard: one group of questions a step. */
export const WIZARD_STEPS = ['活动', '玩法', '发放', '红包', '时间', '确认'] as const;

export const LAST_STEP = WIZARD_STEPS.length - 1;

const STEP_OF_FIELD: Readonly<Record<string, number>> = {
  title: 0,
  senderName: 0,
  greeting: 0,
  game: 1,
  channel: 2,
  funding: 2,
  split: 3,
  startAtMs: 4,
  endAtMs: 4,
  packetsPerPlayer: 4,
  roundsPerPlayer: 4,
  allowList: 4,
  blockList: 4,
};

/** The step on which a field of the draft is asked; 'split.totalFen' belongs to 'split'. */
export function stepOfField(field: string): number {
  return STEP_OF_FIELD[field.split('.')[0] ?? ''] ?? LAST_STEP;
}
