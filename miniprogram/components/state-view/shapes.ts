/** Skeletons in the shape of the page that is coming, for TDesign's `row-col`. */
interface Block {
  readonly type?: 'rect' | 'circle' | 'text';
  readonly width?: string;
  readonly height?: string;
  readonly margin?: string;
}

type ShapeName = 'cards' | 'rows' | 'hero';

const CARD: Block = { type: 'rect', width: '100%', height: '300rpx' };
const ROW: Block[] = [
  { type: 'rect', width: '88rpx', height: '88rpx' },
  { type: 'rect', width: '100%', height: '88rpx' },
];

export const SHAPES: Readonly<Record<ShapeName, (Block | Block[])[]>> = {
  cards: [{ width: '50%', height: '56rpx' }, CARD, ROW, ROW, ROW],
  rows: [{ type: 'rect', width: '100%', height: '200rpx' }, ROW, ROW, ROW, ROW],
  hero: [
    { type: 'rect', width: '100%', height: '440rpx' },
    { type: 'rect', width: '100%', height: '200rpx' },
    { width: '70%' },
    { width: '50%' },
  ],
};
