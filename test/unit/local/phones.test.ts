import {
  isOfficialOpenid,
  officialOpenidOf,
  openidOf,
  unionidOf,
} from '../../../local/players/phones';

const PHONES = ['organiser', ...Array.from({ length: 50 }, (_, n) => `player-${n}`)];

describe('a phone', () => {
  it('is the same WeChat user every time, under ids that look real', () => {
    for (const idOf of [openidOf, officialOpenidOf, unionidOf]) {
      expect(idOf('player-1')).toBe(idOf('player-1'));
      expect(idOf('player-1')).not.toBe(idOf('player-2'));
      expect(idOf('player-1')).toMatch(/^o[0-9A-Za-z_-]{27}$/);
    }
  });

  it('has an openid of each account that tells which account it is of', () => {
    for (const phoneId of PHONES) {
      expect(isOfficialOpenid(officialOpenidOf(phoneId))).toBe(true);
      expect(isOfficialOpenid(openidOf(phoneId))).toBe(false);
    }
  });
});
