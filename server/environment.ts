/*
 * The variables that are set for a cloud function, read strictly: a value that is missing or
 * malformed is reported by its name, never by its value. What each one means: docs/deploy.md.
 */
import { NIGHT, parseQuietHours, type QuietHours } from './domain/quiet-hours';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Nothing can be done before somebody sets the named variables. */
export class EnvironmentFault extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`environment: ${problems.join('; ')}`);
    this.name = 'EnvironmentFault';
  }
}

const SECRET_CHARACTERS_LEAST = 32;

/** What claiming and organising need. Nothing here is about payment: claims go on without it. */
export interface CampaignEnvironment {
  readonly ticketSecret: string;
  readonly ownerOpenids: ReadonlySet<string>;
  readonly financeOpenids: ReadonlySet<string>;
  readonly quietHours: QuietHours | null;
}

/** Throws EnvironmentFault with everything that is wrong, not just the first thing. */
export function readCampaignEnvironment(env: Environment): CampaignEnvironment {
  const problems: string[] = [];
  const ticketSecret = env['TICKET_SECRET'] ?? '';
  if (ticketSecret === '') problems.push('TICKET_SECRET is missing');
  else if (ticketSecret.length < SECRET_CHARACTERS_LEAST) {
    problems.push(`TICKET_SECRET is shorter than ${SECRET_CHARACTERS_LEAST} characters`);
  }
  const quiet = env['WECHATPAY_QUIET_HOURS'] ? parseQuietHours(env['WECHATPAY_QUIET_HOURS']) : null;
  if (env['WECHATPAY_QUIET_HOURS'] && !quiet) {
    problems.push('WECHATPAY_QUIET_HOURS is not of the form 00-08 or off');
  }
  if (problems.length > 0) throw new EnvironmentFault(problems);
  const ownerOpenids = listOf(env['OWNER_OPENIDS']);
  return {
    ticketSecret,
    // Without an owner nobody may organise; players are not concerned.
    ownerOpenids,
    financeOpenids: env['FINANCE_OPENIDS'] ? listOf(env['FINANCE_OPENIDS']) : ownerOpenids,
    quietHours: quiet ? quiet.quiet : NIGHT,
  };
}

function listOf(text: string | undefined): ReadonlySet<string> {
  return new Set((text ?? '').split(',').map(trimmed).filter(Boolean));
}

function trimmed(text: string): string {
  return text.trim();
}
