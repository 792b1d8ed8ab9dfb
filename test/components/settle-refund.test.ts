import type { FundingView } from '../../miniprogram/shared/contract/funding';
import type { Reply } from '../../miniprogram/shared/contract/reply';
import { renderComponent, settled, textOf } from './render';

const SERVER_NOW_MS = Date.UTC(2026, 10, 21, 4);

interface Request {
  readonly action: string;
  readonly note: string;
  readonly requestId: string;
}

interface Dialog {
  onNote(event: { detail: { value: string } }): void;
  confirm(): Promise<void>;
}

/** The dialog over one refund, on a phone whose cloud answers like this. */
async function dialog(reply: Reply<FundingView>) {
  const asked: Request[] = [];
  const refund = { orderNo: 'o1', refundNo: 'f1', yuan: '685.50' };
  const shown = renderComponent(
    'settle-refund',
    { campaignId: 'c1', refund },
    'organiser/components',
  );
  const callFunction = async ({ data }: { data: Request }) => {
    asked.push(data);
    return { result: reply };
  };
  Object.assign((globalThis as unknown as { wx: object }).wx, { cloud: { callFunction } });
  const closed: unknown[] = [];
  shown.addEventListener('close', ({ detail }: { detail: unknown }) => void closed.push(detail));
  const component = shown.instance as unknown as Dialog;
  const confirm = async (note: string) => {
    component.onNote({ detail: { value: note } });
    await component.confirm();
    await settled();
  };
  await settled();
  return { shown, asked, closed, confirm };
}

const funding = { settledFen: 68_550 } as FundingView;
const OK: Reply<FundingView> = { ok: true, serverNowMs: SERVER_NOW_MS, value: funding };
const UNCLEAR: Reply<FundingView> = {
  ok: false,
  serverNowMs: SERVER_NOW_MS,
  failure: { code: 'REFUND_UNCLEAR' },
};

describe('settle-refund', () => {
  it('asks how before anything is sent', async () => {
    const { shown, asked, confirm } = await dialog(OK);
    await confirm(' 还 ');
    expect(textOf(shown)).toContain('请写下怎么还');
    expect(asked).toEqual([]);
  });

  it('hands on the funding as it is after that', async () => {
    const { asked, closed, confirm } = await dialog(OK);
    await confirm('现金，王会计经手');
    expect(asked).toMatchObject([
      { action: 'settle-refund', orderNo: 'o1', refundNo: 'f1', note: '现金，王会计经手' },
    ]);
    expect(closed).toEqual([{ funding }]);
  });

  it('says why it was refused, and asks with the same number when tapped again', async () => {
    const { shown, asked, closed, confirm } = await dialog(UNCLEAR);
    await confirm('现金，王会计经手');
    expect(textOf(shown)).toContain('过一天再试');
    await confirm('现金，王会计经手');
    expect(new Set(asked.map(({ requestId }) => requestId)).size).toBe(1);
    expect(closed).toEqual([]);
  });
});
