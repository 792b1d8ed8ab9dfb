import { renderComponent, textOf } from './render';

describe('status-chip', () => {
  it('says its state in words, not by colour alone', () => {
    const chip = renderComponent('status-chip', { text: '已到账', tone: 'good' });
    expect(textOf(chip)).toBe('已到账');
    expect(chip.querySelector('.chip-good')).toBeDefined();
  });

  it('is quiet unless told otherwise', () => {
    const chip = renderComponent('status-chip', { text: '已结束' });
    expect(chip.querySelector('.chip-quiet')).toBeDefined();
  });
});
