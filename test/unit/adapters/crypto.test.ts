import { isPlayerCode } from '../../../miniprogram/shared/player-code';
import { keyedNames } from '../../../server/adapters/crypto/keyed-names';
import { sealedTickets } from '../../../server/adapters/crypto/sealed-tickets';
import type { Ticket } from '../../../server/ports/tickets';

const SECRET = 'a secret that only tests know, 32+';
const TICKET: Ticket = {
  roundId: 'r1',
  campaignId: 'c1',
  roundNo: 2,
  packetsGranted: 1,
  startsAtMs: 1_795_000_000_000,
  endsAtMs: 1_795_000_030_000,
  seed: 'ab'.repeat(32),
};

let drawn = 0;
const bytes = (length: number) =>
  Uint8Array.from({ length }, () => {
    drawn += 1;
    return drawn % 251;
  });

describe('a sealed ticket', () => {
  const tickets = sealedTickets(SECRET, bytes);

  it('opens to what was sealed, for its player only', () => {
    const text = tickets.seal(TICKET, 'o-1');
    expect(tickets.open(text, 'o-1')).toEqual(TICKET);
    expect(tickets.open(text, 'o-2')).toBeNull();
    expect(sealedTickets(`${SECRET}!`, bytes).open(text, 'o-1')).toBeNull();
  });

  it('does not open when any of its characters was changed, or when it was cut', () => {
    const text = tickets.seal(TICKET, 'o-1');
    for (let at = 0; at < text.length - 1; at += 1) {
      const changed = text.slice(0, at) + (text[at] === 'x' ? 'y' : 'x') + text.slice(at + 1);
      expect(tickets.open(changed, 'o-1')).toBeNull();
    }
    expect(tickets.open(text.slice(0, -4), 'o-1')).toBeNull();
    expect(tickets.open('', 'o-1')).toBeNull();
  });

  it('shows nothing of what is inside, and is never the same twice', () => {
    const text = tickets.seal(TICKET, 'o-1');
    expect(Buffer.from(text, 'base64url').toString('latin1')).not.toContain('abab');
    expect(tickets.seal(TICKET, 'o-1')).not.toBe(text);
  });
});

describe('names', () => {
  const names = keyedNames(SECRET);

  it('are always the same, differ between players and secrets, and tell no openid', () => {
    expect(names.playerKey('o-1')).toMatch(/^[0-9a-f]{20}$/);
    expect(names.playerKey('o-1')).toBe(keyedNames(SECRET).playerKey('o-1'));
    expect(names.playerKey('o-2')).not.toBe(names.playerKey('o-1'));
    expect(keyedNames(`${SECRET}!`).playerKey('o-1')).not.toBe(names.playerKey('o-1'));
    expect(isPlayerCode(names.playerCode('o-1'))).toBe(true);
    expect(names.playerCode('o-2')).not.toBe(names.playerCode('o-1'));
  });

  it('of campaigns follow from organiser and request together', () => {
    const ids = [
      names.campaignId('o-1', 'r-1'),
      names.campaignId('o-1', 'r-2'),
      names.campaignId('o-2', 'r-1'),
      names.campaignId('o-1r', '-1'),
    ];
    expect(new Set(ids).size).toBe(4);
    expect(ids[0]).toMatch(/^[0-9a-z]{26}$/);
  });
});
