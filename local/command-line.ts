import { type ParseArgsConfig, parseArgs } from 'node:util';

/** The call itself is wrong; 1 is for what a command finds. */
export const USAGE_EXIT_CODE = 2;

/** Ends the command: what was asked for is not to be had. */
export function refuse(reason: string): never {
  console.error(reason);
  process.exit(USAGE_EXIT_CODE);
}

/**
 * What stands behind the command's name. `--help` shows the usage and ends the command; an option it
 * does not know, or one value too many, is refused with the usage.
 */
export function commandLine<T extends ParseArgsConfig>(
  usage: string,
  config: T,
): ReturnType<typeof parseArgs<T>> {
  if (process.argv.includes('--help')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    return refuse(`${(error as Error).message}\n${usage}`);
  }
}

export interface Range {
  readonly least: number;
  readonly most: number;
}

/** A number that was typed behind `--name`; anything else is refused. */
export function wholeNumber(name: string, text: string, { least, most }: Range): number {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  return refuse(`--${name} must be a whole number from ${least} to ${most}, not ${text}`);
}
