import type { ClaimExport } from '../../miniprogram/shared/contract/claims';
import type { Reply } from '../../miniprogram/shared/contract/reply';
import { type Rendered, renderComponent, settled, tap, textOf } from './render';

type Answer = ClaimExport | 'BUSY';

const view = (part: Partial<ClaimExport> = {}): ClaimExport => ({
  exportId: 'c1.1',
  asOfMs: Date.UTC(2026, 10, 21, 4),
  expectedRows: 1_200,
  rows: 500,
  amountFen: 105,
  url: null,
  ...part,
});

interface Phone {
  cloud: unknown;
  setClipboardData(options: { data: string }): void;
}

/** The component on a phone whose cloud gives these answers, the last one again and again. */
function exporting(answers: readonly Answer[]) {
  const asked: string[] = [];
  const copied: string[] = [];
  const left = [...answers];
  const shown = renderComponent('claims-export', { campaignId: 'c1' }, 'organiser/components');
  const phone = (globalThis as unknown as { wx: Phone }).wx;
  phone.setClipboardData = ({ data }) => void copied.push(data);
  phone.cloud = {
    callFunction: async ({ data }: { data: { action: string } }) => {
      asked.push(data.action);
      const answer = left.length > 1 ? left.shift()! : left[0]!;
      const serverNowMs = Date.UTC(2026, 10, 21, 4, 5);
      const result: Reply<ClaimExport> =
        answer === 'BUSY'
          ? { ok: false, serverNowMs, failure: { code: 'BUSY' } }
          : { ok: true, serverNowMs, value: answer };
      return { result };
    },
  };
  return { shown, asked, copied };
}

/** Presses the component's one button that matters in this state. */
async function press(shown: Rendered, action: 'begin' | 'copy'): Promise<void> {
  await tap(shown, `.export-${action}`);
  await settled();
}

describe('claims-export', () => {
  it('offers the list and asks for nothing by itself', () => {
    const { shown, asked } = exporting([view()]);
    expect(textOf(shown)).toContain('导出领取记录');
    expect(asked).toEqual([]);
  });

  it('asks on until the file is there, and hands out its address', async () => {
    const url = 'https://example.com/claims.csv';
    const { shown, asked, copied } = exporting([
      view({ rows: 0 }),
      view(),
      view({ rows: 1_200, url }),
    ]);
    await press(shown, 'begin');
    expect(asked).toEqual(['start-export', 'continue-export', 'continue-export']);
    expect(textOf(shown)).toContain('共1200笔，¥1.05');
    await press(shown, 'copy');
    expect(copied).toEqual([url]);
  });

  it('says when there is nothing to be listed', async () => {
    const { shown } = exporting([view({ expectedRows: 0, rows: 0 })]);
    await press(shown, 'begin');
    expect(textOf(shown)).toContain('还没有可以导出的领取记录');
  });

  it('says what is in the way and goes on when asked again', async () => {
    const { shown, asked } = exporting([view(), 'BUSY', view({ rows: 1_200, url: 'https://x' })]);
    await press(shown, 'begin');
    expect(textOf(shown)).toContain('继续导出');
    await press(shown, 'begin');
    expect(asked).toEqual(['start-export', 'continue-export', 'start-export']);
    expect(textOf(shown)).toContain('领取记录已导出');
  });

  it('gives up when the cloud brings nothing any more', async () => {
    const { shown } = exporting([view()]);
    await press(shown, 'begin');
    expect(textOf(shown)).toContain('稍后再试');
  });
});
