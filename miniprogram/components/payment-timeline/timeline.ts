import { paymentEvent, paymentSentence } from '../../services/payment-words';
import { formatWhen } from '../../services/when';
import type { PacketView } from '../../shared/contract/packet';

export interface TimelineRow {
  readonly event: string;
  readonly when: string;
  readonly latest: boolean;
}

export interface Timeline {
  /** Where the money is now. */
  readonly now: string;
  /** What happened, newest first. */
  readonly rows: readonly TimelineRow[];
}

/** Steps that only repeat the one before (a queue trying again) are told once. */
export function timelineOf(
  packet: Pick<PacketView, 'channel' | 'payment'>,
  nowMs: number,
): Timeline {
  const { channel, payment } = packet;
  const told = payment.history.filter(({ step }, i, all) => step !== all[i - 1]?.step);
  const rows = told
    .map(({ step, atMs }, i) => ({
      event: paymentEvent(channel, step),
      when: formatWhen(atMs, nowMs),
      latest: i === told.length - 1,
    }))
    .reverse();
  return { now: paymentSentence(packet, nowMs), rows };
}
