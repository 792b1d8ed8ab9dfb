/**
 * One way of paying a player. The gateway translates; it never decides what happens to a claim.
 * A thrown error is a bug. Whatever the network or the provider does is one of the answers below.
 */
export interface PayoutOrder {
  /** Stored before the first use and the same for every attempt of this order. */
  readonly billNo: string;
  readonly recipientId: string;
  readonly amountFen: number;
  readonly senderName: string;
  readonly greeting: string;
  readonly campaignTitle: string;
}

/** What the sender must do about a refusal; `reference` tables are in docs/payments.md. */
export type RefusalClass =
  /** Same bill again after a pause: rate, night window. */
  | 'again-later'
  /** Same bill, but not before the next Beijing day: the player's or merchant's daily limits. */
  | 'next-day'
  /** Nothing of this merchant can be sent until somebody acts: balance, keys, certificate. */
  | 'stop-merchant'
  /** This claim cannot be paid this way: recipient blocked or wrong, parameters refused. */
  | 'hold-claim'
  /** The provider says that this bill failed; only a query may prove it. */
  | 'query-then-new-bill';

export type SendAnswer =
  | { readonly kind: 'sent'; readonly providerNo: string }
  | { readonly kind: 'refused'; readonly code: string; readonly class: RefusalClass }
  /** The money may have moved. Ask again with the same bill number, never a new one. */
  | { readonly kind: 'unknown'; readonly code: string; readonly alert?: SecurityAlert };

export type QueryAnswer =
  | { readonly kind: 'sending' }
  | { readonly kind: 'sent' }
  | { readonly kind: 'received'; readonly receivedAtMs: number | null }
  | { readonly kind: 'returning' }
  | { readonly kind: 'returned'; readonly amountFen: number }
  | { readonly kind: 'failed'; readonly reason: string }
  /** Still on its way or never landed: proves nothing. */
  | { readonly kind: 'not-found' }
  | { readonly kind: 'unknown'; readonly code: string; readonly alert?: SecurityAlert };

export type SecurityAlert =
  | 'bad-signature'
  | 'bad-server-certificate'
  | 'doctype-refused'
  | 'mismatch';

export interface PayoutGateway {
  send(order: PayoutOrder): Promise<SendAnswer>;
  query(order: PayoutOrder): Promise<QueryAnswer>;
  /** The self-check: whether keys and certificate are there, belong together and are valid now. */
  checkCredentials(): Promise<CredentialReport>;
  /** Ends idle connections; the next call opens new ones. */
  close(): void;
}

export type CredentialReport =
  | { readonly fault: null; readonly certificateExpiresAtMs: number | null }
  | { readonly fault: CredentialFault; readonly detail: string };

export type CredentialFault =
  | 'SECRET_MISSING' // detail names the variable, never its value
  | 'CERTIFICATE_UNREADABLE'
  | 'CERTIFICATE_LEGACY_P12'
  | 'CERTIFICATE_WRONG_PASSPHRASE'
  | 'CERTIFICATE_EXPIRED'
  | 'CERTIFICATE_NOT_YET_VALID'
  | 'CERTIFICATE_KEY_MISMATCH'
  | 'CERTIFICATE_WRONG_MERCHANT'
  | 'CERTIFICATE_NOT_DOWNLOADED'
  | 'API_KEY_SHAPE';
