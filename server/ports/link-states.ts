/** Which player a visit to the link page belongs to, from the phone to the page and back to us. */
export interface LinkState {
  readonly openid: string;
  /** The player's, where the platform tells it. */
  readonly unionid: string | null;
  readonly untilMs: number;
}

export interface LinkStates {
  seal(state: LinkState): string;
  /** Null when it is none of ours or was changed. */
  open(text: string): LinkState | null;
}
