import { serverClock } from '../../services/server-clock';
import { msToNextSecond, type Remaining, remainingParts, remainingText } from './remaining';

/**
 * Counts down to an instant of the server's clock. Shapes: `boxes` for the hero of a page, `text`
 * inside a line. Emits `finish` once, when the instant has come.
 */
Component({
  properties: {
    endAtMs: { type: Number, value: 0 },
    shape: { type: String, value: 'text' },
  },
  data: { text: '', parts: null as Remaining | null },
  observers: {
    endAtMs() {
      this.begin();
    },
  },
  lifetimes: {
    attached() {
      this.begin();
    },
    detached() {
      this.rest();
    },
  },
  pageLifetimes: {
    show() {
      this.begin();
    },
    hide() {
      this.rest();
    },
  },
  methods: {
    begin() {
      this.rest();
      if (this.data.endAtMs > 0) this.tick();
    },

    rest() {
      clearTimeout(timerOf(this).timer ?? 0);
    },

    /** Counted from the end, so a phone that slept shows the right second at once. */
    tick() {
      const remainingMs = this.data.endAtMs - serverClock.now();
      const parts = remainingParts(remainingMs);
      const text = remainingText(parts);
      if (text !== this.data.text) this.setData({ text, parts });
      if (remainingMs > 0) {
        timerOf(this).timer = setTimeout(() => this.tick(), msToNextSecond(remainingMs));
      } else if (timerOf(this).finishedFor !== this.data.endAtMs) {
        timerOf(this).finishedFor = this.data.endAtMs;
        this.triggerEvent('finish');
      }
    },
  },
});

interface Timed {
  timer?: number;
  finishedFor?: number;
}

function timerOf(instance: unknown): Timed {
  return instance as Timed;
}
