import {
  pickerValues,
  withDate,
  withTime,
} from '../../../miniprogram/organiser/edit/beijing-pickers';
import {
  type DraftForm,
  draftFrom,
  emptyForm,
  formFrom,
} from '../../../miniprogram/organiser/edit/draft-form';
import { LAST_STEP } from '../../../miniprogram/organiser/edit/wizard-steps';
import { bottomCard, wizardView } from '../../../miniprogram/organiser/edit/wizard-view';
import { fromBeijing } from '../../../miniprogram/shared/beijing-time';

const NOW_MS = fromBeijing(2026, 11, 21, 19, 40);

function filled(part: Partial<DraftForm> = {}): DraftForm {
  return {
    ...emptyForm(NOW_MS, 'transfer-bills'),
    title: '新春红包雨',
    senderName: '天虹百货',
    ...part,
  };
}

describe('the form of a campaign', () => {
  it('begins with something that can be published once it has a title and a sender', () => {
    expect(wizardView(filled(), NOW_MS).canPublish).toBe(true);
  });

  it('opens at the next half hour that is at least five minutes away', () => {
    expect(emptyForm(NOW_MS, 'transfer-bills').startAtMs).toBe(fromBeijing(2026, 11, 21, 20, 0));
    expect(emptyForm(fromBeijing(2026, 11, 21, 19, 56), 'transfer-bills').startAtMs).toBe(
      fromBeijing(2026, 11, 21, 20, 30),
    );
  });

  it('turns into a draft and back without losing anything', () => {
    const form = filled({
      allowText: 'K7QM-2TXA\nK7QM-2TXB',
      minYuan: '1.50',
      gameId: 'riddles',
      funding: 'paid-in',
    });
    expect(formFrom(draftFrom(form))).toEqual(form);
  });

  it('takes the bounds of an equal split from its share', () => {
    const { split } = draftFrom(filled({ splitKind: 'equal', totalYuan: '300' }));
    expect(split).toEqual({
      kind: 'equal',
      totalFen: 30_000,
      packetCount: 100,
      minFen: 300,
      maxFen: 300,
    });
  });

  it.each(['', 'abc', '1.234', '-5', '1e3'])('has no amount when "%s" was typed', (totalYuan) => {
    expect(draftFrom(filled({ totalYuan })).split.totalFen).toBeNaN();
  });

  it('reads player codes however they were pasted', () => {
    const { allowList } = draftFrom(filled({ allowText: ' k7qm-2txa，k7qm2txb;\n\nK7QM-2TXC ' }));
    expect(allowList).toEqual(['K7QM-2TXA', 'K7QM-2TXB', 'K7QM-2TXC']);
  });
});

describe('the wizard', () => {
  it('names the number to change and what to change it to', () => {
    const view = wizardView(filled({ totalYuan: '50' }), NOW_MS);
    expect(view.canPublish).toBe(false);
    expect(view.problems['totalFen']).toContain('100.00');
    expect(view.result).toMatchObject({ tone: 'bad', detail: view.problems['totalFen'] });
  });

  it('asks for an amount that was not typed yet instead of calling it invalid', () => {
    expect(wizardView(filled({ totalYuan: '' }), NOW_MS).problems['totalFen']).toBe(
      '请填写金额，最多两位小数',
    );
  });

  it('marks the step on which something is missing', () => {
    const view = wizardView(filled({ title: '', endAtMs: NOW_MS }), NOW_MS);
    expect(view.stepHasProblem).toEqual([true, false, false, false, true, false]);
  });

  it('lets a packet be as small as the channel allows', () => {
    const small = { minYuan: '0.10', totalYuan: '60' };
    expect(wizardView(filled(small), NOW_MS).problems['minFen']).toBeUndefined();
    const view = wizardView(filled({ ...small, channel: 'sendredpack' }), NOW_MS);
    expect(view.problems['minFen']).toContain('1.00');
    expect(view.preview).toBeNull();
  });

  it('shows how the split would look as soon as it is possible, and not before', () => {
    expect(wizardView(filled({ totalYuan: '50' }), NOW_MS).preview).toBeNull();
    const { preview } = wizardView(filled(), NOW_MS);
    const counted = preview?.buckets.reduce((sum, { count }) => sum + count, 0);
    expect(counted).toBe(100);
  });

  it('tells of a channel that cannot pay yet where it matters, and never over a problem', () => {
    const view = wizardView(filled(), NOW_MS);
    const title = (step: number) => bottomCard(view, '还缺商户号', step).title;
    expect([title(2), title(LAST_STEP)]).toEqual(['还不能发布', '还不能发布']);
    expect(title(3)).toBe(view.result.title);
    const wrong = wizardView(filled({ totalYuan: '50' }), NOW_MS);
    expect(bottomCard(wrong, '还缺商户号', LAST_STEP)).toEqual(wrong.result);
  });

  it('says of a possible split that it comes out exactly', () => {
    expect(wizardView(filled(), NOW_MS).result).toEqual({
      tone: 'good',
      title: '¥500.00 分成 100 个红包，刚好分完',
      detail: '每个 ¥1.00–20.00，平均 ¥5.00',
    });
  });
});

describe('the date and time pickers', () => {
  it('show and change Beijing time, whatever zone the phone is in', () => {
    const atMs = fromBeijing(2026, 11, 21, 23, 30);
    expect(pickerValues(atMs)).toEqual({ date: '2026-11-21', time: '23:30' });
    expect(withDate(atMs, '2027-01-01')).toBe(fromBeijing(2027, 1, 1, 23, 30));
    expect(withTime(atMs, '00:05')).toBe(fromBeijing(2026, 11, 21, 0, 5));
  });
});
