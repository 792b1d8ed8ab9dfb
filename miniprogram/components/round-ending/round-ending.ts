/**
 * What stands on a game's page when no packet follows: nothing won, refused, not yet known, or a
 * round that could not begin. `words` are EndingWords, or null while the cloud counts. Emits
 * `retry` and `leave`.
 */
Component({
  properties: {
    words: { type: Object, value: null as unknown as Record<string, unknown> },
  },
  methods: {
    retry() {
      this.triggerEvent('retry');
    },
    leave() {
      this.triggerEvent('leave');
    },
  },
});
