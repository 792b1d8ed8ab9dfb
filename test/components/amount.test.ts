import { renderComponent, textOf } from './render';

describe('amount', () => {
  it('shows yuan with two decimals after a smaller sign', () => {
    const amount = renderComponent('amount', { fen: 105 });
    expect(textOf(amount)).toBe('¥1.05');
    expect(amount.querySelector('.sign')?.dom.textContent).toBe('¥');
  });

  it('shows the smallest and a huge amount whole', () => {
    expect(textOf(renderComponent('amount', { fen: 1 }))).toBe('¥0.01');
    expect(textOf(renderComponent('amount', { fen: 123_456_789 }))).toBe('¥1,234,567.89');
  });

  it('follows a new amount', () => {
    const amount = renderComponent('amount', { fen: 100 });
    amount.setData({ fen: 888 });
    expect(textOf(amount)).toBe('¥8.88');
  });
});
