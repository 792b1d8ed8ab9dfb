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
    seal(ticket, openid) {
      const content = Buffer.from(JSON.stringify(fieldsOf(ticket)));
      return box.seal(content, openid).toString('base64url');
    },
    open(text, openid) {
      const content = box.open(Buffer.from(text, 'base64url'), openid);
      return content && ticketOf(v.parse(Payload, JSON.parse(content.toString())));
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
