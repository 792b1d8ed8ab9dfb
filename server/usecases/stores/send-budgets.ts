/* What all senders of a channel share: the schedule of slots, and what was started on a Beijing day. */
import { beijingDay } from '../../../miniprogram/shared/beijing-time';
import type { PayoutChannel } from '../../../miniprogram/shared/channels';
import type { DaySpendRecord, SendScheduleRecord } from '../../domain/records';
import { type DailyLimits, reserveSlots, type SendRate } from '../../domain/send-budget';
import type { Documents } from '../../ports/documents';

export type SlotAnswer =
  | { readonly kind: 'slots'; readonly slotsMs: readonly number[] }
  | { readonly kind: 'later'; readonly fromMs: number }
  /** Somebody else reserved in between: ask again. */
  | { readonly kind: 'contended' };

export async function takeSlots(
  documents: Documents,
  channel: PayoutChannel,
  nowMs: number,
  waiting: number,
  rate: SendRate,
): Promise<SlotAnswer> {
  const schedule = await scheduleOf(documents, channel);
  const reservation = reserveSlots(schedule.nextSlotMs, nowMs, waiting, rate);
  if (reservation.kind === 'later') return reservation;
  const { nextSlotMs, slotsMs } = reservation;
  const won = await documents.update(
    'send_budgets',
    schedule._id,
    { rev: schedule.rev },
    { set: { nextSlotMs } },
  );
  return won ? { kind: 'slots', slotsMs } : { kind: 'contended' };
}

/** Everybody's next slot lies at or behind this instant: the provider asked for less. */
export async function holdBackUntil(
  documents: Documents,
  channel: PayoutChannel,
  untilMs: number,
): Promise<void> {
  const { _id } = await scheduleOf(documents, channel);
  await documents.update(
    'send_budgets',
    _id,
    { nextSlotMs: { lt: untilMs } },
    { set: { nextSlotMs: untilMs } },
  );
}

async function scheduleOf(
  documents: Documents,
  channel: PayoutChannel,
): Promise<SendScheduleRecord> {
  const id = `schedule.${channel}`;
  const found = await documents.get<SendScheduleRecord>('send_budgets', id);
  if (found) return found;
  const fresh: SendScheduleRecord = { _id: id, rev: 0, nextSlotMs: 0 };
  await documents.insert('send_budgets', fresh);
  return fresh;
}

export interface Spending {
  readonly channel: PayoutChannel;
  readonly recipientId: string;
  readonly billNo: string;
  readonly amountFen: number;
}

export type DayVerdict = 'within' | 'player-limit' | 'merchant-limit';

/**
 * Counts one bill against the day's limits, once, however often it is sent on that day. The
 * merchant is counted first: a crash in between leaves the counters too high, never too low.
 */
export async function countIntoDay(
  documents: Documents,
  spending: Spending,
  limits: DailyLimits,
  nowMs: number,
): Promise<DayVerdict> {
  const day = `${spending.channel}.${beijingDay(nowMs)}`;
  const playerId = `${day}.${spending.recipientId}`;
  const before = await documents.get<DaySpendRecord>('send_budgets', playerId);
  if (before?.billNos.includes(spending.billNo)) return 'within';
  if (before && !hasRoom(before, spending.amountFen, limits)) return 'player-limit';

  if (!(await addToMerchant(documents, day, spending.amountFen, limits))) return 'merchant-limit';
  if (await addToPlayer(documents, playerId, spending, limits)) return 'within';
  await documents.update(
    'send_budgets',
    day,
    {},
    { inc: { amountFen: -spending.amountFen, packets: -1 } },
  );
  return 'player-limit';
}

function hasRoom(spent: DaySpendRecord, amountFen: number, limits: DailyLimits): boolean {
  return (
    spent.packets < limits.packetsPerPlayer &&
    spent.amountFen + amountFen <= limits.amountFenPerPlayer
  );
}

async function addToMerchant(
  documents: Documents,
  day: string,
  amountFen: number,
  limits: DailyLimits,
): Promise<boolean> {
  const guard = { amountFen: { lte: limits.amountFenPerMerchant - amountFen } };
  const change = { inc: { amountFen, packets: 1 } };
  if (await documents.update('send_budgets', day, guard, change)) return true;
  // Refused for want of room, or because nobody has sent today: only after this is it the former.
  await documents.insert('send_budgets', emptyDay(day));
  return documents.update('send_budgets', day, guard, change);
}

async function addToPlayer(
  documents: Documents,
  playerId: string,
  { billNo, amountFen }: Spending,
  limits: DailyLimits,
): Promise<boolean> {
  await documents.insert('send_budgets', emptyDay(playerId));
  return documents.update(
    'send_budgets',
    playerId,
    {
      packets: { lt: limits.packetsPerPlayer },
      amountFen: { lte: limits.amountFenPerPlayer - amountFen },
      billNos: { lacks: billNo },
    },
    { inc: { packets: 1, amountFen }, push: { billNos: [billNo] } },
  );
}

function emptyDay(id: string): DaySpendRecord {
  return { _id: id, rev: 0, packets: 0, amountFen: 0, billNos: [] };
}
