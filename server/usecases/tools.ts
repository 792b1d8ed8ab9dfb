import type { ChannelReadiness } from '../../miniprogram/shared/contract/organiser';
import type { QuietHours } from '../domain/quiet-hours';
import type { Clock } from '../ports/clock';
import type { Documents } from '../ports/documents';
import type { FileStorage } from '../ports/files';
import type { Fingerprint } from '../ports/fingerprint';
import type { Log } from '../ports/log';
import type { Names } from '../ports/names';
import type { PayoutGateway } from '../ports/payout-gateway';
import type { RandomBytes } from '../ports/random';
import type { TextCheck } from '../ports/text-check';
import type { Tickets } from '../ports/tickets';
import type { CampaignCache } from './campaign-cache';
import type { LinkTools } from './identity/link';
import type { KnownRoom } from './known-room';

/** What every use case of the campaign side may need. */
export interface Tools {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  readonly names: Names;
  readonly log: Log;
  readonly knownRoom: KnownRoom;
  /** Who may use the organiser's pages. */
  readonly isOwner: (openid: string) => boolean;
  /** When nothing is paid, to say when an owed packet will be; null when there are none. */
  readonly quietHours: QuietHours | null;
}

export interface PlayerTools extends Tools, LinkTools {
  readonly tickets: Tickets;
  readonly campaigns: CampaignCache;
}

export interface OrganiserTools extends Tools {
  /** Who of the owners may say what the merchant's balance allows. */
  readonly isFinance: (openid: string) => boolean;
  readonly textCheck: TextCheck;
  readonly fingerprint: Fingerprint;
  /** Where lists of claims are written. */
  readonly files: FileStorage;
  /** What the provider's record says about a bill. An organiser's call can ask, but never send. */
  readonly queryBill: PayoutGateway['query'];
  /** What each channel of this deployment still needs, by the names of settings. */
  readonly channelReadiness: () => readonly ChannelReadiness[];
}
