import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { type CronSchedule, parseCron } from '../timers/cron';

/** One function as it is deployed: its bundle and what its `config.json` declares. */
export interface CloudFunction {
  readonly name: string;
  readonly bundlePath: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** Open APIs the function may call; anything else is refused with -604101. */
  readonly openapi: ReadonlySet<string>;
  readonly timer: { readonly name: string; readonly schedule: CronSchedule } | null;
}

const DEFAULT_TIMEOUT_SECONDS = 3;
const DEFAULT_MEMORY_MB = 256;

const Trigger = v.strictObject({
  name: v.pipe(
    v.string(),
    v.regex(
      /^[A-Za-z][A-Za-z0-9_-]{0,59}$/,
      'the name of a trigger starts with a letter and has at most 60 letters, digits, - and _',
    ),
  ),
  type: v.literal('timer', 'the platform has one type of trigger: write "timer"'),
  config: v.string(),
});

const Config = v.strictObject({
  permissions: v.optional(v.strictObject({ openapi: v.optional(v.array(v.string()), []) }), {}),
  triggers: v.optional(
    v.pipe(
      v.array(Trigger),
      v.maxLength(1, 'the platform allows one trigger per function: give each its own folder'),
    ),
    [],
  ),
  // The console for mini programs offers no more than 60 s.
  timeout: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(60, 'timeout is at most 60 seconds')),
    DEFAULT_TIMEOUT_SECONDS,
  ),
  memorySize: v.optional(v.pipe(v.number(), v.integer()), DEFAULT_MEMORY_MB),
});

/**
 * Reads every `<name>/index.js` with its `config.json`; a null folder has no functions.
 *
 * @throws Error that names the file and says what to change.
 */
export function readCatalogue(functionsDir: string | null): ReadonlyMap<string, CloudFunction> {
  if (functionsDir === null) return new Map();
  if (!existsSync(functionsDir)) {
    throw new Error(`no functions in ${functionsDir}: run npm run build first`);
  }
  const names = readdirSync(functionsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  return new Map(names.map((name) => [name, readFunction(functionsDir, name)]));
}

function readFunction(functionsDir: string, name: string): CloudFunction {
  const folder = join(functionsDir, name);
  const bundlePath = join(folder, 'index.js');
  if (!existsSync(bundlePath)) throw new Error(`${bundlePath} is missing: run npm run build`);

  const configPath = join(folder, 'config.json');
  try {
    const config = existsSync(configPath) ? JSON.parse(readFileSync(configPath, 'utf8')) : {};
    const parsed = v.parse(Config, config);
    const [trigger] = parsed.triggers;
    return {
      name,
      bundlePath,
      timeoutMs: parsed.timeout * 1000,
      memoryMb: parsed.memorySize,
      openapi: new Set(parsed.permissions.openapi),
      timer: trigger ? { name: trigger.name, schedule: parseCron(trigger.config) } : null,
    };
  } catch (error) {
    const reason = error instanceof v.ValiError ? explain(error) : (error as Error).message;
    throw new Error(`${configPath}: ${reason}`, { cause: error });
  }
}

function explain(error: v.ValiError<typeof Config>): string {
  return error.issues
    .map((issue) => `${v.getDotPath(issue) ?? 'the whole file'}: ${issue.message}`)
    .join('; ');
}
