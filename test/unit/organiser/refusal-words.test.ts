import { heldWords } from '../../../miniprogram/organiser/components/held-payouts/held-words';
import { pauseWords } from '../../../miniprogram/organiser/live/pause-words';
import { BLAMES_RECIPIENT } from '../../../server/adapters/wechatpay/channels/transfer-bills/endings';
import { TRANSFER_REFUSALS } from '../../../server/adapters/wechatpay/channels/transfer-bills/refusals';
import { RED_PACKET_REFUSALS } from '../../../server/adapters/wechatpay/red-packets/refusals';
import type { CredentialFault, Refusal } from '../../../server/ports/payout-gateway';

const FAULTS: Readonly<Record<CredentialFault, true>> = {
  SECRET_MISSING: true,
  CERTIFICATE_UNREADABLE: true,
  CERTIFICATE_LEGACY_P12: true,
  CERTIFICATE_WRONG_PASSPHRASE: true,
  CERTIFICATE_EXPIRED: true,
  CERTIFICATE_NOT_YET_VALID: true,
  CERTIFICATE_KEY_MISMATCH: true,
  CERTIFICATE_WRONG_MERCHANT: true,
  CERTIFICATE_NOT_DOWNLOADED: true,
  PLATFORM_KEY_UNREADABLE: true,
  API_KEY_SHAPE: true,
};

const HELD_ALONE: readonly Refusal[] = ['recipient'];
const HELD_OR_PAUSED: readonly Refusal[] = ['configuration', 'bill-differs'];
const PAUSED: readonly Refusal[] = ['merchant', 'merchant-day'];

function codes(...kinds: readonly Refusal[]): string[] {
  return [...RED_PACKET_REFUSALS, ...TRANSFER_REFUSALS]
    .filter(([, refusal]) => kinds.includes(refusal))
    .map(([code]) => code);
}

describe('an organiser reads a sentence, never a bare code', () => {
  it.each([...codes(...PAUSED, ...HELD_OR_PAUSED), ...Object.keys(FAULTS)])(
    'when payouts stand still for %s',
    (code) => {
      const words = pauseWords(code, 5_450);
      expect(words).not.toContain(code);
      expect(words).toMatch(/[\u4e00-\u9fff]/);
    },
  );

  it.each([...codes(...HELD_ALONE, ...HELD_OR_PAUSED), ...BLAMES_RECIPIENT, 'FAIL'])(
    'when one payout is held for %s',
    (code) => {
      expect(heldWords(code)).not.toContain(code);
    },
  );

  it('also when the code came with a space in it', () => {
    expect(pauseWords('DAY_ OVER_LIMITED', 0)).toBe(pauseWords('DAY_OVER_LIMITED', 0));
  });

  it.each([
    ['NOTENOUGH', '商户余额不足，充值 ¥54.50 就够发完，充值后会自动继续'],
    ['NOT_ENOUGH', '商户运营账户余额不足，充值 ¥54.50 就够发完，充值后会自动继续'],
  ])('and how much is missing, for %s', (code, words) => {
    expect(pauseWords(code, 5_450)).toBe(words);
  });
});
