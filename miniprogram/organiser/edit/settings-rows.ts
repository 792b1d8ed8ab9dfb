import { CAMPAIGN_LIMITS } from '../../shared/campaign';
import { RAIN_RANGES } from '../../shared/games/red-packet-rain';
import { RIDDLES_RANGES } from '../../shared/games/riddles';

/** One number with a stepper: its words, its bounds and the size of a step. */
export interface StepperRow {
  readonly field: string;
  readonly label: string;
  readonly hint: string;
  readonly least: number;
  readonly most: number;
  readonly step: number;
}

export const RAIN_ROWS: readonly StepperRow[] = [
  { field: 'roundSeconds', label: '一场多少秒', hint: '', step: 5, ...RAIN_RANGES.roundSeconds },
  {
    field: 'dropsPerSecond',
    label: '每秒落下几个',
    hint: '',
    step: 1,
    ...RAIN_RANGES.dropsPerSecond,
  },
  {
    field: 'hitsPerPacket',
    label: '点中几个得一个红包',
    hint: '',
    step: 1,
    ...RAIN_RANGES.hitsPerPacket,
  },
  {
    field: 'packetsPerRound',
    label: '一场最多得几个',
    hint: '',
    step: 1,
    ...RAIN_RANGES.packetsPerRound,
  },
];

export const RIDDLE_ROWS: readonly StepperRow[] = [
  { field: 'riddleCount', label: '一场几道谜语', hint: '', step: 1, ...RIDDLES_RANGES.riddleCount },
  {
    field: 'triesPerRiddle',
    label: '每道可以猜几次',
    hint: '',
    step: 1,
    ...RIDDLES_RANGES.triesPerRiddle,
  },
  {
    field: 'roundSeconds',
    label: '一场多少秒',
    hint: '',
    step: 30,
    ...RIDDLES_RANGES.roundSeconds,
  },
  {
    field: 'rightPerPacket',
    label: '猜对几道得一个红包',
    hint: '猜对越多，红包越多',
    step: 1,
    ...RIDDLES_RANGES.rightPerPacket,
  },
];

export const LIMIT_ROWS: readonly StepperRow[] = [
  {
    field: 'packetsPerPlayer',
    label: '每人最多几个红包',
    hint: '',
    step: 1,
    ...CAMPAIGN_LIMITS.packetsPerPlayer,
  },
  {
    field: 'roundsPerPlayer',
    label: '每人最多玩几场',
    hint: '',
    step: 1,
    ...CAMPAIGN_LIMITS.roundsPerPlayer,
  },
];
