/* The cloud's functions as the platform runs them: instances, deadlines, and the tools each run gets. */
import type { Result } from '../../miniprogram/shared/result';
import { sha256OfHex } from '../../server/adapters/crypto/fingerprint';
import { keyedNames } from '../../server/adapters/crypto/keyed-names';
import { sealedLinkStates } from '../../server/adapters/crypto/sealed-link-states';
import { sealedTickets } from '../../server/adapters/crypto/sealed-tickets';
import { memoryFiles } from '../../server/adapters/memory/files';
import { InvariantViolation } from '../../server/domain/invariant';
import type { Log, LogFields } from '../../server/ports/log';
import { type CampaignCache, campaignCache } from '../../server/usecases/campaign-cache';
import { keepCampaigns } from '../../server/usecases/clock/keep-campaigns';
import { checkSent } from '../../server/usecases/payout/check-sent';
import { sendOwed } from '../../server/usecases/payout/send-owed';
import type { PayoutTools } from '../../server/usecases/payout/tools';
import { knownRecords } from '../../server/usecases/stores/known-records';
import type { OrganiserTools, PlayerTools, Tools } from '../../server/usecases/tools';
import { type Actor, type ActorKind, type Role, SimulatedFault } from './engine/actors';
import { documentsOf } from './engine/documents';
import { gatewayOf, type Line } from './gateway';
import { MCH_ID } from './provider';
import type { World } from './world';

/** As each function's `config.json` says. */
const LASTS_MS = { phone: 20_000, clock: 20_000, payout: 60_000 } as const;
const RUN_MS = 45_000;
const SKEW_MOST_MS = 60_000;
const INSTANCES = 3;

/** `no-answer`: the phone does not know what became of its call. */
export type Answer<T> = Result<T> | 'no-answer';

export interface Functions {
  player<T>(what: string, run: (tools: PlayerTools) => Promise<Result<T>>): Promise<Answer<T>>;
  organiser<T>(
    what: string,
    run: (tools: OrganiserTools) => Promise<Result<T>>,
  ): Promise<Answer<T>>;
  /** Each resolves when the run is over; true when it did something. */
  send(): Promise<boolean>;
  check(): Promise<boolean>;
  keep(): Promise<boolean>;
}

/** What an instance keeps from call to call. */
interface Instance {
  readonly cache: CampaignCache;
  readonly skewMs: number;
}

const SECRET = 'a secret that only simulations know';
const names = keyedNames(SECRET);

export function functionsOf(world: World): Functions {
  const { stage, time, random, plan, judge, history } = world;
  const bytes = random.fork('bytes');
  const tickets = sealedTickets(SECRET, bytes.bytes);
  const log = loudLog(world);
  let calls = 0;

  function drawSkew(): number {
    return plan.faults.has('clocks-differ') ? random.between(-SKEW_MOST_MS, SKEW_MOST_MS) : 0;
  }

  function role(kind: ActorKind, what: string, lastsMs: number, skewMs: number): Role {
    calls += 1;
    return { name: `${kind}#${calls} ${what}`, kind, lastsMs, skewMs };
  }

  const linkStates = sealedLinkStates(SECRET, bytes.bytes);
  const clockOf = (skewMs: number) => () => time.nowMs() + skewMs;
  const storageOf = (actor: Actor) =>
    knownRecords(documentsOf(stage, actor, world.documents, world.watch));

  function newInstance(): Instance {
    const skewMs = drawSkew();
    const given = role('instance', '', Number.POSITIVE_INFINITY, skewMs);
    let cache: CampaignCache | null = null;
    void stage.play(given, async (actor) => {
      cache = campaignCache(storageOf(actor), clockOf(skewMs));
    });
    return { cache: cache!, skewMs };
  }

  const instances = Array.from({ length: INSTANCES }, newInstance);

  function toolsOf(actor: Actor): Tools {
    return {
      documents: storageOf(actor),
      clock: clockOf(actor.skewMs),
      randomBytes: bytes.bytes,
      names,
      log,
      isOwner: () => true,
      quietHours: plan.quietHours,
    };
  }

  const line: Line = {
    time,
    stage,
    random,
    provider: world.provider,
    strikes: world.strikes,
    onLeave: (order) => world.invariants.sends.leaves(order, time.nowMs()),
    planWait: (waiting) => {
      const { fate, afterMs } = world.planStep(waiting);
      const survives = fate === 'fails-before' || fate === 'fails-after';
      return { fate: survives ? 'none' : fate, beforeMs: 0, afterMs };
    },
  };

  function payoutTools(actor: Actor): PayoutTools {
    return {
      channel: 'sendredpack',
      documents: storageOf(actor),
      gateway: gatewayOf(line, actor),
      clock: clockOf(actor.skewMs),
      sleep: (ms) => stage.sleep(actor, ms),
      randomBytes: bytes.bytes,
      log,
      mchId: MCH_ID,
      rate: plan.rate,
      dailyLimits: plan.dailyLimits,
      quietHours: plan.quietHours,
      runMs: RUN_MS,
    };
  }

  /** A simulated fault is an error page to the phone; anything else thrown is a bug. */
  async function caught<T>(run: Promise<T>): Promise<T | 'no-answer'> {
    try {
      return await run;
    } catch (error) {
      if (error instanceof SimulatedFault) return 'no-answer';
      if (error instanceof InvariantViolation) judge.must(false, error.rule, () => error.message);
      judge.must(false, 'BUG', () => String(error instanceof Error ? error.stack : error));
      throw error;
    }
  }

  async function call<T>(
    kind: 'player' | 'organiser',
    what: string,
    run: (actor: Actor, cache: CampaignCache) => Promise<Result<T>>,
  ): Promise<Answer<T>> {
    await time.sleep(random.between(5, 200));
    if (world.strikes('request-lost')) return 'no-answer';
    const no = random.between(0, INSTANCES - 1);
    const { cache, skewMs } = instances[no]!;
    const answer = await stage.play(role(kind, what, LASTS_MS.phone, skewMs), (actor) =>
      caught(run(actor, cache)),
    );
    if (answer === 'died') instances[no] = newInstance();
    await time.sleep(random.between(5, 200));
    if (answer === 'died' || world.strikes('answer-lost')) return 'no-answer';
    return answer;
  }

  async function timer(
    kind: 'sender' | 'checker' | 'clock',
    lastsMs: number,
    run: (actor: Actor) => Promise<boolean>,
  ): Promise<boolean> {
    const outcome = await stage.play(role(kind, '', lastsMs, drawSkew()), (actor) =>
      caught(run(actor)),
    );
    if (typeof outcome === 'string')
      history.tell(`${time.nowMs() - plan.startMs} ${kind} ended early`);
    return outcome === true;
  }

  return {
    player: (what, run) =>
      call('player', what, (actor, campaigns) =>
        run({ ...toolsOf(actor), tickets, campaigns, linkStates, officialAccount: null }),
      ),
    organiser: (what, run) =>
      call('organiser', what, (actor) =>
        run({
          ...toolsOf(actor),
          textCheck: async () => 'pass',
          fingerprint: sha256OfHex,
          files: memoryFiles(),
          queryBill: (order) => payoutTools(actor).gateway.query(order),
          channelReadiness: () => [],
          isFinance: () => true,
        }),
      ),
    send: () =>
      timer('sender', LASTS_MS.payout, async (actor) => {
        const summary = await sendOwed(payoutTools(actor));
        return summary.sentCount + summary.refusedCount + summary.unknownCount > 0;
      }),
    check: () =>
      timer('checker', LASTS_MS.payout, async (actor) => {
        const { queriedCount } = await checkSent(payoutTools(actor));
        return queriedCount > 0;
      }),
    keep: () =>
      timer('clock', LASTS_MS.clock, async (actor) => {
        await keepCampaigns(toolsOf(actor));
        return true;
      }),
  };
}

export function playerIdOf(no: number): string {
  return `o-player-${no}`;
}

/** What only a bug writes to the log ends the run. */
function loudLog({ judge, history }: World): Log {
  const tell = (level: string, event: string, fields: LogFields = {}) => {
    history.tell(`  log ${level} ${event} ${Object.values(fields).join(' ')}`);
  };
  return {
    info: (event, fields) => tell('info', event, fields),
    warn: (event, fields) => tell('warn', event, fields),
    alert: (event, fields = {}) => {
      tell('alert', event, fields);
      const message = String(fields['message'] ?? '');
      const rule = /^(INV-\d+|F-\d+)/.exec(message)?.[0];
      judge.must(rule === undefined, rule ?? '', () => message);
      const isSimulated = message === '' || message.startsWith('simulated:');
      judge.must(isSimulated, 'BUG', () => `${event}: ${message}`);
      judge.must(event !== 'campaign.conservation', 'INV-15', () => `the live page says ${event}`);
      judge.must(event !== 'payout.bill-mismatch', 'INV-18', () => event);
    },
  };
}
