/** Which player a visit to the link page belongs to, from the phone to the page and back to us. */
export interface LinkState {
  readonly openid: string;
  /** The player's, where the platform tells it. */
  readonly unionid: string | null;
  /** Kept to the second. */
  readonly untilMs: number;
}

export interface OpenedLinkState {
  readonly openid: string;
  readonly untilMs: number;
  /** False: the platform says that this is somebody else than who asked for the page. */
  mayBe(unionid: string): boolean;
}

export interface LinkStates {
  seal(state: LinkState): string;
  /** Null when it is none of ours or was changed. */
  open(text: string): OpenedLinkState | null;
}
