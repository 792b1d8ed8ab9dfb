/** The process that holds the world of `npm start`; started by `local/start.ts`. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gatherCrowd } from './console/crowd';
import { moneyViews } from './console/money-views';
import { runCommand } from './console/run-command';
import { serveConsole } from './console/server';
import type { ConsoleState, LogView } from './console/state';
import { keptPhones } from './players/phone-book';
import { serveSimulator } from './simulator';
import { seedExample } from './world/example-campaign';
import { freePort } from './world/free-port';
import { replaceFile } from './world/kept-file';
import { stopWithParent } from './world/launch';
import { phonePayments } from './world/phone-payments';
import { startWorld, type World } from './world/world';

interface Order {
  readonly dataFolder: string;
  readonly port: number;
  readonly startedAtMs: number;
}

const LOG_SHOWN = 100;

async function main({ dataFolder, port, startedAtMs }: Order): Promise<void> {
  const world = await startWorld({
    dataFolder,
    functionsFolder: resolve('dist/cloudfunctions'),
    workers: 3,
    timers: 'running',
  });

  const phones = keptPhones(join(dataFolder, 'phones.json'));
  const ports = keptPorts(join(dataFolder, 'ports.json'), port);
  const simulator = await serveSimulator({
    build: {
      miniprogramRoot: resolve('miniprogram'),
      npmRoot: resolve('.'),
      outDir: resolve('dist/simulator'),
      appId: world.sandbox.merchant.miniAppid,
    },
    port: await freePort(ports.simulator),
    watch: true,
    callFunction: (phoneId, name, data) => callAsPhone(world, phoneId, name, data),
    payments: phonePayments(world),
  });

  const crowd = gatherCrowd(world, () => page.changed());
  const state = (): ConsoleState => ({
    nowMs: world.clock.now(),
    offsetMs: world.clock.offsetMs,
    movedFromNight: world.movedFromNight,
    phones: phones.list().map((phone) => ({ ...phone, url: simulator.phoneUrl(phone.phoneId) })),
    ...moneyViews(world.sandbox, phones.nameOf),
    log: logViews(world),
    crowd: crowd.view(),
  });
  const page = await serveConsole(
    {
      state,
      run: (command) => runCommand({ world, phones, crowd }, command),
    },
    await freePort(ports.console),
  );
  ports.keep({ console: page.url, simulator: simulator.url });
  world.sandbox.onChange(page.changed);
  world.cloud.log.subscribe(page.changed);
  world.clock.onMove(page.changed);
  await seedExample(world, dataFolder);

  stopWithParent(async () => {
    await page.close();
    await simulator.close();
    await world.close();
  });
  process.send?.({ consoleUrl: page.url, simulatorUrl: simulator.url });
  announce(
    page.url,
    simulator.phoneUrl('organiser'),
    world.movedFromNight,
    Date.now() - startedAtMs,
  );
}

async function callAsPhone(world: World, phoneId: string, name: string, data: unknown) {
  const reply = await world.cloud.invoke(name, data, world.identityOf(phoneId));
  if (!reply.ok) throw Object.assign(new Error(reply.errMsg), { errCode: reply.errCode });
  return reply.result;
}

function logViews(world: World): LogView[] {
  return [...world.cloud.log.entries()]
    .reverse()
    .slice(0, LOG_SHOWN)
    .map((entry) => ({
      atMs: entry.atMs,
      name: entry.function,
      action: entry.action ?? '',
      caller: entry.source,
      durationMs: entry.durationMs,
      ok: entry.ok,
      detail: entry.errMessage ?? entry.consoleLines.at(-1) ?? '',
    }));
}

interface Ports {
  readonly console: number;
  readonly simulator: number;
  keep(urls: { console: string; simulator: string }): void;
}

/** The same addresses as last time where they are free: a phone's storage belongs to its address. */
function keptPorts(file: string, preferred: number): Ports {
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  return {
    console: Number(kept.console ?? preferred),
    simulator: Number(kept.simulator ?? (preferred === 0 ? 0 : preferred + 1)),
    keep: (urls) => {
      const used = {
        console: Number(new URL(urls.console).port),
        simulator: Number(new URL(urls.simulator).port),
      };
      replaceFile(file, JSON.stringify(used));
    },
  };
}

function announce(consoleUrl: string, organiserUrl: string, night: boolean, tookMs: number): void {
  console.log(`
  红包派对 · Red Packet Party — ready in ${(tookMs / 1_000).toFixed(1)} s

  console (all phones, bills, log, clock)   ${consoleUrl}
  the organiser's phone alone               ${organiserUrl}
${night ? '\n  It is night in Beijing, when no red packet is sent; the clock was moved to 20:00.\n' : ''}
  Ctrl-C stops everything. State is kept; npm start -- --fresh forgets it.
`);
}

main(JSON.parse(process.argv[2] as string) as Order).catch((error) => {
  console.error(error);
  process.exit(1);
});
