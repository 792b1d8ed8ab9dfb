import {
  isPlayerCode,
  parsePlayerCode,
  playerCodeFrom,
} from '../../miniprogram/shared/player-code';

describe('playerCodeFrom', () => {
  it('makes a code of any eight bytes', () => {
    for (let byte = 0; byte < 256; byte++) {
      expect(isPlayerCode(playerCodeFrom(new Uint8Array(8).fill(byte)))).toBe(true);
    }
  });

  it('gives other bytes another code', () => {
    const codes = Array.from({ length: 32 }, (_, byte) =>
      playerCodeFrom(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, byte)),
    );
    expect(new Set(codes).size).toBe(32);
  });

  it('refuses too few bytes', () => {
    expect(() => playerCodeFrom(new Uint8Array(7))).toThrow(RangeError);
  });
});

describe('parsePlayerCode', () => {
  it.each(['K7QM-2TXA', 'k7qm2txa', ' K7QM 2TXA ', 'k7qm--2txa'])('understands %p', (typed) => {
    expect(parsePlayerCode(typed)).toBe('K7QM-2TXA');
  });

  it('reads look-alikes as the digits they are', () => {
    expect(parsePlayerCode('OIL0-2TXA')).toBe('0110-2TXA');
  });

  it.each(['', 'K7QM-2TX', 'K7QM-2TXAB', 'K7QM-2TXU', '红包红包-红包红包'])(
    'refuses %p',
    (typed) => {
      expect(parsePlayerCode(typed)).toBeNull();
    },
  );
});
