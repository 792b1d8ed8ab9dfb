import type { PayoutGateway } from '../../ports/payout-gateway';

/** Stands in while a setting is missing: sends nothing, and says which variable it is. */
export function unconfiguredGateway(missing: string): PayoutGateway {
  const code = 'SECRET_MISSING';
  return {
    send: async () => ({ kind: 'refused', code, refusal: 'merchant' }),
    query: async () => ({ kind: 'unknown', code }),
    checkCredentials: async () => ({ fault: code, detail: missing }),
    close: () => {},
  };
}
