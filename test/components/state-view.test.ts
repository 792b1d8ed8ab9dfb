import { renderComponent, tap, textOf } from './render';

describe('state-view', () => {
  it('says what is empty and offers its one action', () => {
    const view = renderComponent('state-view', {
      phase: 'empty',
      title: '还没有红包',
      hint: '抢到的都会记在这里',
      action: '看看活动',
    });
    expect(textOf(view)).toContain('还没有红包');
    expect(textOf(view)).toContain('抢到的都会记在这里');
    expect(textOf(view)).toContain('看看活动');
  });

  it('tells its page when the action is wanted', async () => {
    const view = renderComponent('state-view', {
      phase: 'stale',
      title: '网络不太好',
      action: '刷新',
    });
    let wanted = 0;
    view.addEventListener('action', () => {
      wanted += 1;
    });
    await tap(view, '.stale');
    expect(wanted).toBe(1);
  });

  it('shows no words while it loads', () => {
    const view = renderComponent('state-view', { phase: 'loading', title: '网络不太好' });
    expect(textOf(view)).toBe('');
    expect(view.querySelector('.loading')).toBeDefined();
  });

  it('has no button where nothing can be done', () => {
    const view = renderComponent('state-view', { phase: 'empty', title: '最近没有红包活动' });
    expect(view.querySelector('.action')).toBeUndefined();
  });
});
