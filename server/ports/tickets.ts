/** What the cloud entrusts to the phone during a round, so that finishing it needs no extra read. */
export interface Ticket {
  readonly roundId: string;
  readonly campaignId: string;
  readonly roundNo: number;
  /** Packets granted before this round; no other round can change it while this one is open. */
  readonly packetsGranted: number;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  /** Everything about the round follows from it, which is why a ticket is encrypted, not just signed. */
  readonly seed: string;
}

export interface Tickets {
  seal(ticket: Ticket, openid: string): string;
  /** Null when it is no ticket of ours, was changed, or was given to another player. */
  open(text: string, openid: string): Ticket | null;
}
