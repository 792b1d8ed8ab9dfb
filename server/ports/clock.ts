/** Milliseconds since the epoch. */
export type Clock = () => number;

/** Resolves after `ms` on the same clock. Only the payout sender waits, for its send slots. */
export type Sleep = (ms: number) => Promise<void>;
