/* The cloud's functions as the platform runs them: instances, deadlines, and the tools each run gets. */
import { CHANNEL_RULES, type PayoutChannel } from '../../miniprogram/shared/channels';
import type { Result } from '../../miniprogram/shared/result';
import { sha256OfHex } from '../../server/adapters/crypto/fingerprint';
import { keyedNames } from '../../server/adapters/crypto/keyed-names';
import { sealedLinkStates } from '../../server/adapters/crypto/sealed-link-states';
import { sealedTickets } from '../../server/adapters/crypto/sealed-tickets';
import { memoryFiles } from '../../server/adapters/memory/files';
import { orderNoticeOpener } from '../../server/adapters/wechatpay/orders/order-notice';
import { refundNoticeOpener } from '../../server/adapters/wechatpay/orders/refund-notice';
import { transferNoticeOpener } from '../../server/adapters/wechatpay/v3/notification';
import { type NoticeDesks, paymentCallback } from '../../server/api/payment-callback';
import { InvariantViolation } from '../../server/domain/invariant';
import type { Log, LogFields } from '../../server/ports/log';
import { type CampaignCache, campaignCache } from '../../server/usecases/campaign-cache';
import type { CashierTools } from '../../server/usecases/cashier/tools';
import { keepCampaigns } from '../../server/usecases/clock/keep-campaigns';
import { keepFunding } from '../../server/usecases/funding/keep-funding';
import { recordOrderNotice, recordRefundNotice } from '../../server/usecases/funding/notices';
import type { FundingBooksTools, FundingTools } from '../../server/usecases/funding/tools';
import { completeLink, type LinkOutcome } from '../../server/usecases/identity/link';
import { type KnownRoom, knownRoom } from '../../server/usecases/known-room';
import { checkSent } from '../../server/usecases/payout/check-sent';
import { everyChannel } from '../../server/usecases/payout/every-channel';
import { recordTransferNotice } from '../../server/usecases/payout/record-notice';
import { sendOwed } from '../../server/usecases/payout/send-owed';
import type { PayoutTools } from '../../server/usecases/payout/tools';
import { knownRecords } from '../../server/usecases/stores/known-records';
import type { OrganiserTools, PlayerTools, Tools } from '../../server/usecases/tools';
import { type Actor, type ActorKind, type Role, SimulatedFault } from './engine/actors';
import { documentsOf } from './engine/documents';
import { gatewayOf, type Line } from './gateway';
import { orderGatewayOf } from './order-gateway';
import { MCH_ID } from './provider';
import { keyFiles, type Notice, ORDER_MERCHANT, TRANSFER_NOTICE_SETTINGS } from './provider/seals';
import type { World } from './world';

/** As each function's `config.json` says. */
const LASTS_MS = { phone: 20_000, clock: 20_000, payout: 60_000 } as const;
const RUN_MS = 42_000;
const FUNDING_RUN_MS = 35_000;
const SKEW_MOST_MS = 60_000;
const INSTANCES = 3;

/** `no-answer`: the phone does not know what became of its call. */
export type Answer<T> = Result<T> | 'no-answer';

export type CallbackName = keyof NoticeDesks;

export interface Functions {
  player<T>(what: string, run: (tools: PlayerTools) => Promise<Result<T>>): Promise<Answer<T>>;
  organiser<T>(
    what: string,
    run: (tools: OrganiserTools) => Promise<Result<T>>,
  ): Promise<Answer<T>>;
  cashier<T>(
    what: string,
    run: (tools: CashierTools & FundingTools) => Promise<Result<T>>,
  ): Promise<Answer<T>>;
  /** A visitor comes back from WeChat. */
  link(visit: {
    readonly code: string;
    readonly state: string;
  }): Promise<LinkOutcome | 'no-answer'>;
  /** The provider, or somebody who says so, calls; true: it need not call again. */
  callback(name: CallbackName, notice: Notice): Promise<boolean>;
  /** Each resolves when the run is over; true when it did something. */
  send(): Promise<boolean>;
  check(): Promise<boolean>;
  keep(): Promise<boolean>;
  fund(): Promise<boolean>;
}

/** What an instance keeps from call to call. */
interface Instance {
  readonly campaigns: CampaignCache;
  readonly knownRoom: KnownRoom;
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

  const linkTools = {
    linkStates: sealedLinkStates(SECRET, bytes.bytes),
    officialAccount: world.officialAccount,
  };
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
    return { campaigns: cache!, knownRoom: knownRoom(), skewMs };
  }

  const instances = Array.from({ length: INSTANCES }, newInstance);

  function toolsOf(actor: Actor): Tools {
    return {
      documents: storageOf(actor),
      clock: clockOf(actor.skewMs),
      randomBytes: bytes.bytes,
      names,
      log,
      knownRoom: knownRoom(),
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

  const channels = [...new Set(plan.campaigns.map(({ draft }) => draft.channel))];

  function payoutTools(actor: Actor, channel: PayoutChannel): PayoutTools {
    return {
      channel,
      documents: storageOf(actor),
      gateway: gatewayOf(line, channel, actor),
      clock: clockOf(actor.skewMs),
      sleep: (ms) => stage.sleep(actor, ms),
      randomBytes: bytes.bytes,
      log,
      mchId: MCH_ID,
      rate: plan.rates[channel],
      dailyLimits: plan.dailyLimits,
      quietHours: CHANNEL_RULES[channel].keepsQuietHours ? plan.quietHours : null,
      runMs: RUN_MS,
    };
  }

  function through<Summary>(actor: Actor, run: (tools: PayoutTools) => Promise<Summary>) {
    const workers = channels.map((channel) => ({
      tools: payoutTools(actor, channel),
      isSetUp: true,
    }));
    return everyChannel(workers, run);
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

  async function call<Reply>(
    kind: 'player' | 'organiser' | 'cashier' | 'link',
    what: string,
    run: (actor: Actor, instance: Instance) => Promise<Reply>,
  ): Promise<Reply | 'no-answer'> {
    await time.sleep(random.between(5, 200));
    if (world.strikes('request-lost')) return 'no-answer';
    const no = random.between(0, INSTANCES - 1);
    const instance = instances[no]!;
    const given = role(kind, what, LASTS_MS.phone, instance.skewMs);
    const answer = await stage.play(given, (actor) => caught(run(actor, instance)));
    if (answer === 'died') instances[no] = newInstance();
    await time.sleep(random.between(5, 200));
    if (answer === 'died' || world.strikes('answer-lost')) return 'no-answer';
    return answer;
  }

  async function timer(
    kind: 'sender' | 'checker' | 'clock' | 'keeper',
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
      call('player', what, (actor, instance) =>
        run({ ...toolsOf(actor), ...linkTools, tickets, ...instance }),
      ),
    cashier: (what, run) =>
      call('cashier', what, (actor) =>
        run({
          ...toolsOf(actor),
          payoutOf: (channel) => payoutTools(actor, channel),
          orders: orderGatewayOf(line, world.orders, actor),
        }),
      ),
    link: (visit) =>
      call('link', '', (actor) => {
        const officialAccount = {
          ...world.officialAccount,
          visitorOf: (code: string) =>
            stage.step(actor, `visitor ${code}`, () => world.officialAccount.visitorOf(code), {
              ...line.planWait(actor),
              beforeMs: random.between(30, 3_000),
            }),
        };
        return completeLink({ ...toolsOf(actor), ...linkTools, officialAccount }, visit);
      }),
    organiser: (what, run) =>
      call('organiser', what, (actor) =>
        run({
          ...toolsOf(actor),
          textCheck: async () => 'pass',
          fingerprint: sha256OfHex,
          files: memoryFiles(),
          queryBill: (order) => payoutTools(actor, order.channel).gateway.query(order),
          channelReadiness: () => [],
          isFinance: () => true,
        }),
      ),
    callback: async (name, { headers, body }) => {
      const given = role('callback', name, LASTS_MS.phone, drawSkew());
      const response = await stage.play(given, (actor) => {
        const answer = paymentCallback(desksOf(toolsOf(actor)), log);
        return caught(answer({ path: `/notify/${name}`, httpMethod: 'POST', headers, body }));
      });
      if (typeof response === 'string') return false;
      return name === 'transfer'
        ? response.statusCode === 200
        : response.body.includes('[SUCCESS]');
    },
    send: () =>
      timer('sender', LASTS_MS.payout, async (actor) => {
        const summaries = Object.values(await through(actor, sendOwed));
        return summaries.some((one) => one.sentCount + one.refusedCount + one.unknownCount > 0);
      }),
    check: () =>
      timer('checker', LASTS_MS.payout, async (actor) => {
        const summaries = Object.values(await through(actor, checkSent));
        return summaries.some(({ queriedCount }) => queriedCount > 0);
      }),
    fund: () =>
      timer('keeper', LASTS_MS.payout, async (actor) => {
        const orders = orderGatewayOf(line, world.orders, actor);
        const kept = await keepFunding({ ...toolsOf(actor), orders }, FUNDING_RUN_MS);
        return kept.fundings + kept.released > 0;
      }),
    keep: () =>
      timer('clock', LASTS_MS.clock, async (actor) => {
        await keepCampaigns(toolsOf(actor));
        return true;
      }),
  };
}

/** As compose-funding.ts puts them together. */
function desksOf(tools: FundingBooksTools): NoticeDesks {
  const open = transferNoticeOpener(TRANSFER_NOTICE_SETTINGS, { ...tools, files: keyFiles });
  const openOrder = orderNoticeOpener(ORDER_MERCHANT);
  const openRefund = refundNoticeOpener(ORDER_MERCHANT);
  return {
    async order(raw) {
      const opened = openOrder(raw);
      return opened.kind === 'notice' ? recordOrderNotice(tools, opened) : opened;
    },
    async refund(raw) {
      const opened = openRefund(raw);
      return opened.kind === 'notice' ? recordRefundNotice(tools, opened) : opened;
    },
    async transfer(raw) {
      const opened = await open(raw);
      return opened.kind === 'notice' ? recordTransferNotice(tools, opened) : opened;
    },
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
      const rule = /^(?:\w+: )?(INV-\d+|F-\d+)/.exec(message)?.[1];
      judge.must(rule === undefined, rule ?? '', () => message);
      const isSimulated = message === '' || /^(?:\w+: )?simulated:/.test(message);
      judge.must(isSimulated, 'BUG', () => `${event}: ${message}`);
      judge.must(event !== 'campaign.conservation', 'INV-15', () => `the live page says ${event}`);
      judge.must(event !== 'payout.bill-mismatch', 'INV-18', () => event);
    },
  };
}
