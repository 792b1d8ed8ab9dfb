import type { MovableClock } from '../../clock';
import { executionFailed } from '../functions/failures';
import type { Invoked, Runner } from '../functions/runner';

export interface TimerRuns {
  /**
   * Runs a function as its timer would. The event is the documented one; the platform gives a timer
   * no openid. A run that finds the one before still working is skipped, with a line in the log.
   *
   * @throws Error when the function does not exist or has no timer.
   */
  run(functionName: string, dueAtMs: number): Promise<Invoked>;
}

export function timerRuns(runner: Runner, clock: MovableClock): TimerRuns {
  const working = new Set<string>();

  async function run(functionName: string, dueAtMs: number): Promise<Invoked> {
    const fn = [...runner.functions()].find(({ name }) => name === functionName);
    if (!fn?.timer) throw new Error(`${functionName} has no timer in its config.json`);

    if (working.has(functionName)) {
      const message = 'skipped: the run before is still working';
      runner.log.add({
        atMs: clock.now(),
        function: functionName,
        source: 'wx_trigger',
        durationMs: 0,
        ok: false,
        errMessage: message,
        consoleLines: [],
      });
      return { ok: false, failure: executionFailed(message) };
    }

    working.add(functionName);
    try {
      const event = {
        Type: 'Timer',
        TriggerName: fn.timer.name,
        Time: new Date(dueAtMs).toISOString().replace(/\.\d{3}Z$/, 'Z'),
        Message: '',
      };
      return await runner.invoke(functionName, event, 'wx_trigger', null);
    } finally {
      working.delete(functionName);
    }
  }

  return { run };
}
