import type { Clock } from '../../ports/clock';
import type { Log, LogFields } from '../../ports/log';

/**
 * Names that may be logged, and nothing else: a field that is added somewhere stays out of the log
 * until somebody has thought about it here.
 */
const FIELD_NAMES: ReadonlySet<string> = new Set([
  'action',
  'amountFen',
  'attemptNo',
  'billNo',
  'campaignId',
  'channel',
  'claimId',
  'code',
  'count',
  'detail',
  'durationMs',
  'fileId',
  'functionName',
  'heldCount',
  'kind',
  'message',
  'openid',
  'orderNo',
  'playerCode',
  'queriedCount',
  'reason',
  'refundNo',
  'refusedCount',
  'roundId',
  'sentCount',
  'shardNo',
  'step',
  'traceId',
  'unknownCount',
  'untilAtMs',
]);

const TEXT_CHARACTERS_MOST = 500;
const WITHHELD = '(withheld)';

/** openids are 28 characters starting with 'o'; the ends are enough to compare two lines. */
const OPENID = /\bo[A-Za-z0-9_-]{27}(?![A-Za-z0-9_-])/g;
/** Keys, signatures and digests: 32 or more letters and digits that are not one number. */
const SECRET_SHAPE = /\b(?!\d+\b)[A-Za-z0-9]{32,}\b/g;
const PEM = /-----BEGIN [^-]+-----[\s\S]*?(?:-----END [^-]+-----|$)/g;

/** One JSON object a line, which is what the cloud's log search understands. */
export function jsonLog(
  clock: Clock,
  write: (line: string) => void = (line) => void process.stdout.write(line),
): Log {
  function line(level: string, event: string, fields: LogFields = {}): void {
    const entry = { at: new Date(clock()).toISOString(), level, event, ...safe(fields) };
    try {
      write(`${JSON.stringify(entry)}\n`);
    } catch {
      // F-75: a log that cannot be written must not stop a payment, and there is nowhere to say so.
    }
  }
  return {
    info: (event, fields) => line('info', event, fields),
    warn: (event, fields) => line('warn', event, fields),
    alert: (event, fields) => line('alert', event, fields),
  };
}

function safe(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (!FIELD_NAMES.has(name)) return [name, WITHHELD];
      return [name, typeof value === 'string' ? masked(value) : value];
    }),
  );
}

function masked(text: string): string {
  return text
    .replace(PEM, WITHHELD)
    .replace(OPENID, maskOpenid)
    .replace(SECRET_SHAPE, WITHHELD)
    .slice(0, TEXT_CHARACTERS_MOST);
}

function maskOpenid(openid: string): string {
  return `${openid.slice(0, 4)}…${openid.slice(-4)}`;
}
