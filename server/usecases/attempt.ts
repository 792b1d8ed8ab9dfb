import type { Log, LogFields } from '../ports/log';

/** Whether the work was done. One that fails is reported as `event` and does not stop the others. */
export async function attempt(
  log: Log,
  event: string,
  about: LogFields,
  work: () => Promise<unknown>,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    log.alert(event, { ...about, message });
    return false;
  }
}
