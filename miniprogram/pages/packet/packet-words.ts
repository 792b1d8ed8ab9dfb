import type { PhoneFailure } from '../../services/call-result';
import type { Opening, OpeningPhase } from '../../services/packet-opening';
import { isTakenHere, type PacketTask, packetTask } from '../../services/packet-task';
import { packetChip, paymentSentence, type Tone } from '../../services/payment-words';
import { sentenceOf } from '../../services/sentences';
import type { PacketView } from '../../shared/contract/packet';

/** What the page says about the packet in the hand. */
export interface PacketWords {
  readonly task: PacketTask;
  /** What the player can do about it right here; empty when there is nothing. */
  readonly button: string;
  /** Where the money is and what happens next. */
  readonly where: string;
  readonly arrived: boolean;
}

const BUTTONS: Readonly<Partial<Record<PacketTask, string>>> = {
  collect: '立即收款',
  open: '打开红包',
  link: '去关联公众号',
};

export function packetWords(packet: PacketView, entryScene: number, nowMs: number): PacketWords {
  const task = packetTask(packet, entryScene);
  const { step } = packet.payment;
  const where =
    task === 'scan' && step === 'SENT'
      ? '请在 24 小时内用微信「扫一扫」活动二维码，进入后就能打开'
      : paymentSentence(packet, nowMs);
  return { task, button: BUTTONS[task] ?? '', where, arrived: step === 'RECEIVED' };
}

/** While WeChat's page is asked for, and while the cloud is asked what came of it. */
export const BUSY_WORDS: Readonly<
  Record<OpeningPhase, { readonly button: string; readonly where: string }>
> = {
  opening: { button: '正在打开微信', where: '请在微信的页面里领取' },
  confirming: { button: '确认中', where: '正在向微信支付确认，马上就好' },
};

/** What to say after WeChat's page; empty when the packet's own words say it all. */
export function openingNote({ packet, failure }: Opening, task: PacketTask, nowMs: number): string {
  if (failure) return failureNote(failure, nowMs);
  if (packet?.payment.step === 'SENT') {
    return task === 'collect'
      ? '还没有确认收款，24 小时内都可以再来领取'
      : '还没有打开，24 小时内都可以再来';
  }
  const step = packet?.payment.step;
  if (step === 'SENDING' || step === 'UNKNOWN') return '微信支付还在准备，过一会儿再点一次';
  // Nothing to open, and nothing that explains it: the provider has not taken it yet.
  const isStuck = packet?.payment.step === 'OWED' && !packet.payment.waitsFor;
  return isStuck ? '现在还不能领取，请稍后再试，红包为你留着' : '';
}

function failureNote(failure: PhoneFailure, nowMs: number): string {
  return failure.code === 'NETWORK' || failure.code === 'OFFLINE'
    ? '网络不太好，还不知道结果，红包为你留着'
    : sentenceOf(failure, nowMs);
}

export interface Summary {
  readonly totalFen: number;
  readonly rows: readonly SummaryRow[];
  /** One line for all of them. */
  readonly where: string;
}

interface SummaryRow {
  readonly claimId: string;
  readonly amountFen: number;
  readonly chip: { readonly text: string; readonly tone: Tone };
  /** Empty when this packet cannot be taken right here. */
  readonly button: string;
}

/** All packets of a round side by side. They are taken one by one: WeChat shows one page at a time. */
export function summaryOf(
  packets: readonly PacketView[],
  entryScene: number,
  nowMs: number,
): Summary {
  const rows = packets.map((packet) => {
    const task = packetTask(packet, entryScene);
    const { claimId, amountFen } = packet;
    const button = isTakenHere(task) ? SHORT_BUTTONS[task] : '';
    return { claimId, amountFen, chip: packetChip(packet), button };
  });
  const totalFen = packets.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const waiting = packets.find((packet) => packetTask(packet, entryScene) !== 'none');
  const spokenFor = waiting ?? packets[0];
  const where = spokenFor ? packetWords(spokenFor, entryScene, nowMs).where : '';
  return { totalFen, rows, where };
}

const SHORT_BUTTONS: Readonly<Record<'collect' | 'open', string>> = {
  collect: '收款',
  open: '打开',
};
