/** Placeholder types of the riddles' public shapes; the rules follow below them. */
export interface RiddlesSettings {
  /** Riddles in one round, 1 to 10. */
  readonly riddleCount: number;
  /** Tries for each riddle, 1 to 5. */
  readonly triesPerRiddle: number;
  readonly answerBy: 'choice' | 'typing';
  /** Time for the whole round, 30 to 600. */
  readonly roundSeconds: number;
  /** Right answers that open one packet, 1 to 10. */
  readonly rightPerPacket: number;
}

/** What the phone sees of one riddle: never the answer. */
export interface RiddleQuestion {
  readonly no: number;
  readonly text: string;
  /** The customary hint of what is sought: 打一字, 打一动物 … */
  readonly seek: string;
  /** Four choices, or null when the answer is typed. */
  readonly choices: readonly string[] | null;
  /** Characters of the answer, for typing. */
  readonly answerLength: number;
}

export interface RiddlesDeal {
  readonly roundMs: number;
  readonly triesPerRiddle: number;
  readonly rightPerPacket: number;
  readonly riddles: readonly RiddleQuestion[];
}

export interface RiddleMove {
  readonly no: number;
  readonly answer: string;
}

export interface RiddleFeedback {
  readonly no: number;
  readonly right: boolean;
  readonly triesLeft: number;
  readonly rightSoFar: number;
}
