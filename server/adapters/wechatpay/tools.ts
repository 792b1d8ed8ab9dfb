import type { Clock } from '../../ports/clock';
import type { Files } from '../../ports/files';
import type { RandomBytes } from '../../ports/random';

/** What everything that speaks to the provider leans on. */
export interface GatewayTools {
  readonly files: Files;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  /** For one call of the provider, from the first byte out to the last byte in. */
  readonly deadlineMs: number;
  /** An authority besides the public ones. The composition never sets it; tests of the wire do. */
  readonly extraAuthorityPem?: string | undefined;
}
