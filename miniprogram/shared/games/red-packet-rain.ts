/** Placeholder types of the rain's public shapes; the rules follow below them. */
export interface RainSettings {
  /** Length of a round, 10 to 60. */
  readonly roundSeconds: number;
  /** Packets falling per second, 1 to 6. */
  readonly dropsPerSecond: number;
  /** Hits that earn one packet, 1 to 60. */
  readonly hitsPerPacket: number;
  /** Most packets one round can earn, 1 to 5. */
  readonly packetsPerRound: number;
}

export interface Drop {
  readonly id: number;
  /** Horizontal place of its middle, in thousandths of the screen's width, 80 to 920. */
  readonly xPermille: number;
  /** When it enters at the top, in ms since play began. */
  readonly enterMs: number;
  /** How long it takes from the top to the bottom. */
  readonly fallMs: number;
  /** 0 near and large, 1 middle, 2 far and small. */
  readonly depth: 0 | 1 | 2;
}

export interface RainDeal {
  readonly roundMs: number;
  readonly drops: readonly Drop[];
}

export interface Tap {
  readonly dropId: number;
  readonly atMs: number;
}

export interface RainEvidence {
  readonly taps: readonly Tap[];
}
