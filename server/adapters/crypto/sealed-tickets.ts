import { createCipheriv, createDecipheriv } from 'node:crypto';
import * as v from 'valibot';
import type { RandomBytes } from '../../ports/random';
import type { Ticket, Tickets } from '../../ports/tickets';
import { derivedKey } from './derived-key';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const Payload = v.tuple([
  v.string(),
  v.string(),
  v.number(),
  v.number(),
  v.number(),
  v.number(),
  v.string(),
]);

/**
 * AES-256-GCM: the phone can neither read nor change a ticket. The player's openid is authenticated
 * with it, so another player's ticket does not open; the tag is compared in constant time.
 */
export function sealedTickets(secret: string, randomBytes: RandomBytes): Tickets {
  const key = derivedKey(secret, 'ticket');

  return {
    seal(ticket, openid) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(openid));
      const body = Buffer.concat([cipher.update(JSON.stringify(fieldsOf(ticket))), cipher.final()]);
      return Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url');
    },

    open(text, openid) {
      const bytes = Buffer.from(text, 'base64url');
      if (bytes.length <= NONCE_BYTES + TAG_BYTES) return null;
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(openid));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      const body = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
      try {
        decipher.final();
      } catch {
        return null; // not ours, changed, or another player's: all the same to whoever asks
      }
      return ticketOf(v.parse(Payload, JSON.parse(body.toString())));
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
