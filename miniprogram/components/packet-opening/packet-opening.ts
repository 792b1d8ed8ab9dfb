import { amountWhileCounting, COUNT_STEP_MS, TURN_MS } from './count-up';

/**
 * A packet in the hand. Closed, it shows sender and greeting and a seal to tap; the seal turns, the
 * flap lifts, the amount counts up; a tap meanwhile skips to the end. With `opened` it lies open
 * from the start; `compact` leaves room for what stands below it. Emits `opened` once the amount stands.
 */
Component({
  properties: {
    senderName: { type: String, value: '' },
    greeting: { type: String, value: '' },
    amountFen: { type: Number, value: 0 },
    opened: { type: Boolean, value: false },
    compact: { type: Boolean, value: false },
  },
  data: { stage: 'closed', shownFen: 0, coins: [1, 2, 3, 4, 5, 6, 7, 8] },
  observers: {
    'opened, amountFen'(opened: boolean, amountFen: number) {
      if (opened) this.setData({ stage: 'open', shownFen: amountFen });
    },
  },
  lifetimes: {
    detached() {
      clearTimeout(timed(this).timer ?? 0);
    },
  },
  methods: {
    tapSeal() {
      if (this.data.stage !== 'closed') return;
      this.setData({ stage: 'turning' });
      timed(this).timer = setTimeout(() => this.lift(), TURN_MS);
    },

    lift() {
      this.setData({ stage: 'open' });
      this.count(Date.now());
    },

    count(sinceMs: number) {
      const shownFen = amountWhileCounting(this.data.amountFen, Date.now() - sinceMs);
      if (shownFen === this.data.amountFen) return this.stand();
      this.setData({ shownFen });
      timed(this).timer = setTimeout(() => this.count(sinceMs), COUNT_STEP_MS);
    },

    /** Whoever cannot wait taps anywhere on the packet. */
    skip() {
      const { stage, shownFen, amountFen } = this.data;
      const running = stage === 'turning' || (stage === 'open' && shownFen !== amountFen);
      if (running) this.stand();
    },

    stand() {
      clearTimeout(timed(this).timer ?? 0);
      this.setData({ stage: 'open', shownFen: this.data.amountFen });
      this.triggerEvent('opened');
    },
  },
});

function timed(instance: unknown): { timer?: number } {
  return instance as { timer?: number };
}
