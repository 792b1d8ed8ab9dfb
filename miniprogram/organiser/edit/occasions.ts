import type { DraftForm } from './draft-form';

/** Starting points by occasion; each fills only what it names. */
export interface Occasion {
  readonly id: string;
  readonly name: string;
  readonly fill: Partial<DraftForm>;
}

export const OCCASIONS: readonly Occasion[] = [
  {
    id: 'spring',
    name: '春节',
    fill: { title: '新春红包雨', greeting: '恭喜发财，大吉大利', gameId: 'red-packet-rain' },
  },
  {
    id: 'lantern',
    name: '元宵',
    fill: { title: '元宵猜灯谜', greeting: '灯火良宵，阖家团圆', gameId: 'riddles' },
  },
  {
    id: 'opening',
    name: '开业',
    fill: { title: '开业红包雨', greeting: '感谢光临，好运常来', gameId: 'red-packet-rain' },
  },
  {
    id: 'annual',
    name: '年会',
    fill: { title: '年会红包雨', greeting: '这一年辛苦了，明年更好', gameId: 'red-packet-rain' },
  },
];
