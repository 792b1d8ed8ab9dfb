/**
 * What stands on a game's page after the last second: counting, nothing won, refused, or not yet
 * known. `ending` is an Ending, or null while the cloud counts. Emits `retry` and `leave`.
 */
Component({
  properties: {
    ending: { type: Object, value: null as unknown as Record<string, unknown> },
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
