/** Unpredictable bytes: seeds, ticket keys, bill digits. Never used where a draw must be repeatable. */
export type RandomBytes = (length: number) => Uint8Array;
