import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Channel } from '../demo/campaign-file';
import type { DemoReport } from '../demo/report';
import { type Phase, phaseBegunBy, stepsOf } from './phases';
import type { Kill } from './plan';

export interface DemoOrder {
  readonly dataFolder: string;
  readonly caFile: string;
  readonly file: string;
  readonly players: number;
  readonly channel: Channel;
}

/** What the demo's process tells beside its lines. */
type Told = { readonly crashed: string } | { readonly steps: number };

/** A kill that struck, and the phase in which it did: after a restart less of a phase is left. */
export interface Strike {
  readonly victim: Kill['victim'];
  readonly phase: Phase | 'starting';
  /** The function that lost a worker. */
  readonly functionName: string | null;
}

/** What came of starting the demo once. */
export interface Attempt {
  readonly strikes: readonly Strike[];
  /** Null when it was killed. */
  readonly exitCode: number | null;
  readonly report: DemoReport | null;
  readonly lines: readonly string[];
}

/** What makes the demo's process end one busy worker thread. */
const CRASH_A_WORKER = 'crash-a-worker';

/**
 * Starts the demo in its folder and lets the kills strike one after the other, each at its moment,
 * until one of them ends the process or the demo is through. The process stands in a group of its
 * own, and the kill takes the group: cloud, functions and provider, as pulling the plug would.
 */
export async function attemptDemo(
  order: DemoOrder,
  kills: readonly Kill[],
  packets: number,
): Promise<Attempt> {
  const child = startDemoProcess(order);
  const strikes: Strike[] = [];
  const lines: string[] = [];
  const beganAtStep = new Map<Phase, number>();
  let steps = 0;
  let phase: Strike['phase'] = 'starting';
  let out = '';
  let timer: NodeJS.Timeout | undefined;

  /** Arms the next kill when its step has come, once. */
  const look = () => {
    const kill = kills[strikes.length];
    const fromStep = kill && beganAtStep.get(kill.phase);
    if (!kill || timer || fromStep === undefined) return;
    if (steps < fromStep + kill.share * stepsOf(kill.phase, order.players, packets)) return;
    timer = setTimeout(() => strike(kill), kill.lateMs);
  };

  const strike = (kill: Kill) => {
    if (kill.victim === 'function') {
      child.send(CRASH_A_WORKER, () => undefined); // it may have ended by itself just now
      return;
    }
    strikes.push({ victim: 'process', phase, functionName: null });
    killGroup(child);
  };

  child.on('message', (told: Told) => {
    if ('steps' in told) steps = told.steps;
    else {
      strikes.push({ victim: 'function', phase, functionName: told.crashed });
      timer = undefined;
    }
    look();
  });
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  createInterface({ input: child.stderr! }).on('line', (line) => {
    lines.push(line);
    const begun = phaseBegunBy(line);
    if (begun === null || beganAtStep.has(begun)) return;
    phase = begun;
    beganAtStep.set(begun, steps);
    look();
  });

  const exitCode = await new Promise<number | null>((done) => child.on('close', done));
  clearTimeout(timer);
  const report = out === '' ? null : (JSON.parse(out) as DemoReport);
  return { strikes, exitCode, report, lines };
}

function startDemoProcess({ caFile, ...order }: DemoOrder): ChildProcess {
  const script = resolve(__dirname, '../demo/process.ts');
  const demoOrder = JSON.stringify({ ...order, json: true });
  return spawn(process.execPath, ['--import', 'tsx', script, demoOrder], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: caFile },
  });
}

function killGroup(child: ChildProcess): void {
  try {
    process.kill(-child.pid!, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
