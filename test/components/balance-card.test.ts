import type { BalanceView } from '../../miniprogram/shared/contract/balance';
import type { Reply } from '../../miniprogram/shared/contract/reply';
import { renderComponent, settled, textOf } from './render';

const SERVER_NOW_MS = Date.UTC(2026, 10, 21, 4);

const balance = (mayDeclare: boolean, freeFen: number | null): BalanceView => ({
  mayDeclare,
  accounts: [
    {
      account: 'transfer',
      freeFen,
      setAsideFen: 0,
      declaredAtMs: freeFen === null ? null : SERVER_NOW_MS,
      shortSinceMs: null,
    },
  ],
});

interface Request {
  readonly action: string;
  readonly freeFen?: number;
}

interface Card {
  load(): Promise<void>;
  ask(): void;
  onYuan(event: { detail: { value: string } }): void;
  declare(): Promise<void>;
}

/** The component on a phone whose cloud has this balance, until another one is declared. */
async function balanceCard(mayDeclare: boolean, freeFen: number | null) {
  const declared: number[] = [];
  const shown = renderComponent('balance-card', { account: 'transfer' }, 'organiser/components');
  const card = shown.instance as unknown as Card;
  const callFunction = async ({ data }: { data: Request }) => {
    if (data.action === 'declare-balance') declared.push(data.freeFen!);
    const value = balance(mayDeclare, declared[declared.length - 1] ?? freeFen);
    const result: Reply<BalanceView> = { ok: true, serverNowMs: SERVER_NOW_MS, value };
    return { result };
  };
  Object.assign((globalThis as unknown as { wx: object }).wx, { cloud: { callFunction } });
  await card.load();
  await settled();
  /** What a person types into the dialog, and its confirmation. */
  const declare = async (yuan: string) => {
    card.ask();
    card.onYuan({ detail: { value: yuan } });
    await card.declare();
    await settled();
  };
  return { shown, declared, declare };
}

describe('balance-card', () => {
  // It is attached, and asks, before this phone has a cloud.
  beforeEach(() => void jest.spyOn(console, 'warn').mockReturnValue(undefined));
  afterEach(() => jest.restoreAllMocks());

  it('lets only finance declare', async () => {
    const other = await balanceCard(false, 500);
    expect(textOf(other.shown)).toContain('¥5.00');
    expect(textOf(other.shown)).not.toContain('登记余额');
    const finance = await balanceCard(true, null);
    expect(textOf(finance.shown)).toContain('登记余额');
  });

  it('declares what was typed, to the fen, and shows it', async () => {
    const { shown, declared, declare } = await balanceCard(true, null);
    await declare('123.4');
    expect(declared).toEqual([12_340]);
    expect(textOf(shown)).toContain('¥123.40');
  });

  it('declares nothing that is no amount', async () => {
    const { shown, declared, declare } = await balanceCard(true, null);
    await declare('1.234');
    expect(declared).toEqual([]);
    expect(shown.instance.data['problem']).not.toBe('');
  });
});
