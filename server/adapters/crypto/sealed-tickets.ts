import * as v from 'valibot';
import type { RandomBytes } from '../../ports/random';
import type { Ticket, Tickets } from '../../ports/tickets';
import { derivedKey } from './derived-key';
import { sealedBox } from './sealed-box';

const Payload = v.tuple([
  v.string(),
  v.string(),
  v.number(),
  v.number(),
  v.number(),
  v.number(),
  v.string(),
]);

/** The phone can neither read nor change a ticket, and another player's does not open. */
export function sealedTickets(secret: string, randomBytes: RandomBytes): Tickets {
  const box = sealedBox(derivedKey(secret, 'ticket'), randomBytes);
  return {
    seal: (ticket, openid) => box.seal(JSON.stringify(fieldsOf(ticket)), openid),
    open(text, openid) {
      const opened = box.open(text, openid);
      return opened === null ? null : ticketOf(v.parse(Payload, JSON.parse(opened)));
    },
  };
}

function fieldsOf(ticket: Ticket): v.InferOutput<typeof Payload> {
  return [
    ticket.roundId,
    ticket.campaignId,
    ticket.roundNo,
    ticket.packetsGranted,
    ticket.startsAtMs,
    ticket.endsAtMs,
    ticket.seed,
  ];
}

function ticketOf(fields: v.InferOutput<typeof Payload>): Ticket {
  const [roundId, campaignId, roundNo, packetsGranted, startsAtMs, endsAtMs, seed] = fields;
  return { roundId, campaignId, roundNo, packetsGranted, startsAtMs, endsAtMs, seed };
}
