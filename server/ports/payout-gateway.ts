import type { PayoutChannel } from '../../miniprogram/shared/channels';
import type { PhoneCall } from '../../miniprogram/shared/contract/phone-calls';

/**
 * One way of paying a player. The gateway translates; it never decides what happens to a claim.
 * A thrown error is a bug. Whatever the network or the provider does is one of the answers below.
 */
export interface PayoutOrder {
  readonly channel: PayoutChannel;
  /** Stored before the first use and the same for every attempt of this order. */
  readonly billNo: string;
  readonly recipientId: string;
  readonly amountFen: number;
  readonly senderName: string;
  readonly greeting: string;
  readonly campaignTitle: string;
}

/** What a refusal is about, and with it what the sender does. Tables: docs/payments.md. */
export type Refusal =
  /** Too many requests. Same bill again after a pause, and everybody steps back. */
  | 'rate'
  /** The provider's night. Same bill in the morning. */
  | 'night'
  /** The recipient has had enough today. Same bill tomorrow. */
  | 'player-day'
  /** The merchant has sent enough today: nothing else can be sent either. */
  | 'merchant-day'
  /** Nothing of this merchant can be sent until somebody acts: balance, keys, certificate. */
  | 'merchant'
  /** This recipient cannot be paid. A person decides. */
  | 'recipient'
  /** Refused for what the merchant has set up, or for a bug. If several are, all would be. */
  | 'configuration'
  /** As above, and an earlier request of this bill may have landed. */
  | 'bill-differs'
  /** The provider says that this bill failed; only a query may prove it. */
  | 'bill-failed';

export type SendAnswer =
  /** The provider has the money in hand. `pass` is what the player's phone needs to take it. */
  | { readonly kind: 'sent'; readonly providerNo: string; readonly pass: string | null }
  | { readonly kind: 'refused'; readonly code: string; readonly refusal: Refusal }
  /** The money may have moved. Ask again with the same bill number, never a new one. */
  | { readonly kind: 'unknown'; readonly code: string; readonly alert?: SecurityAlert };

export type QueryAnswer =
  /** Accepted, and not with the player yet. */
  | { readonly kind: 'sending' }
  | { readonly kind: 'sent' }
  | { readonly kind: 'received'; readonly receivedAtMs: number | null }
  | { readonly kind: 'returning' }
  | { readonly kind: 'returned'; readonly amountFen: number }
  /** Ended without paying. `blames` the recipient when another bill would fail just so. */
  | {
      readonly kind: 'failed';
      readonly reason: string;
      readonly blames: 'recipient' | 'circumstances';
    }
  /** Still on its way or never landed: proves nothing. */
  | { readonly kind: 'not-found' }
  | { readonly kind: 'unknown'; readonly code: string; readonly alert?: SecurityAlert };

/** Accepted is not done: only a query says how it ended. */
export type CancelAnswer =
  | { readonly kind: 'accepted' }
  /** The player was faster, or it ended otherwise. */
  | { readonly kind: 'too-late' }
  | { readonly kind: 'unknown'; readonly code: string };

export type SecurityAlert =
  | 'bad-signature'
  | 'bad-server-certificate'
  | 'doctype-refused'
  | 'mismatch';

export interface PayoutGateway {
  send(order: PayoutOrder): Promise<SendAnswer>;
  query(order: PayoutOrder): Promise<QueryAnswer>;
  /** Ends a bill that its player has not taken. Absent where the provider has no such call. */
  cancel?(order: PayoutOrder): Promise<CancelAnswer>;
  /** What the phone does with the pass of a sent bill. Absent where packets open elsewhere. */
  phoneCall?(order: PayoutOrder, pass: string): PhoneCall;
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
  | 'PLATFORM_KEY_UNREADABLE' // the key or certificate that WeChat Pay's answers are verified with
  | 'API_KEY_SHAPE';
