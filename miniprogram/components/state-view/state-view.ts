import { SHAPES } from './shapes';

/**
 * A page while it has nothing of its own to show. Phases: `loading` (a skeleton, after 300 ms),
 * `empty`, `failed`, and `stale`: a thin bar above content that could not be refreshed.
 * `shape` is the skeleton's: cards, rows or hero. Emits `action` when its one button is tapped.
 */
Component({
  properties: {
    phase: { type: String, value: 'loading' },
    shape: { type: String, value: 'rows' },
    title: { type: String, value: '' },
    hint: { type: String, value: '' },
    action: { type: String, value: '' },
  },
  data: { rowCol: SHAPES.rows },
  observers: {
    shape(shape: string) {
      if (shape in SHAPES) this.setData({ rowCol: SHAPES[shape as keyof typeof SHAPES] });
    },
  },
  methods: {
    act() {
      this.triggerEvent('action');
    },
  },
});
