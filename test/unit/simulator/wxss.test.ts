import { scopeSelector, transformWxss } from '../../../local/simulator/build/wxss';

const shared = { scope: '' };
const component = { scope: 'c1' };
const page = { scope: '', route: 'pages/a/a' };

describe('WXSS selectors', () => {
  it.each([
    ['.a.b > .c', '.c1--a.c1--b > .c1--c'],
    ['view .a', 'wx-view .c1--a'],
    [':host', '[wx-host="c1"]'],
    [':host(.open) .a', '[wx-host="c1"].c1--open .c1--a'],
    ['.a .wx-switch-input', '.c1--a .wx-switch-input'],
    ['.a:not(.b)::after', '.c1--a:not(.c1--b)::after'],
    ['#id', '#id'],
  ])('of a component: %s becomes %s', (written, scoped) => {
    expect(scopeSelector(written, component)).toBe(scoped);
  });

  it.each([
    ['image', 'wx-image'],
    ['scroll-view', 'wx-scroll-view'],
    ['.text', '.text'],
    ['t-button', 't-button'],
    ['button:not([size=mini])', 'wx-button:not([size=mini])'],
  ])('of the app: %s becomes %s', (written, scoped) => {
    expect(scopeSelector(written, shared)).toBe(scoped);
  });

  it('of a page reach that page only, with no more weight than they had', () => {
    expect(scopeSelector('.a', page)).toBe(':where([data-route="pages/a/a"]) .a');
  });
});

describe('WXSS rules', () => {
  it('convert rpx, viewport units and safe areas', () => {
    const css =
      '.a { margin: -1.5rpx 10px; height: 100vh; bottom: env(safe-area-inset-bottom, 8px) }';
    expect(transformWxss(css, shared)).toBe(
      '.a { margin: calc(-1.5 * var(--rpx)) 10px; height: calc(100 * var(--vh)); bottom: var(--safe-area-bottom) }',
    );
  });

  it('spread the page background, and the variables it may use, over the screen', () => {
    const css = transformWxss('page { --ink: red; background: var(--ink); padding: 1px }', shared);
    expect(css).toContain('page { --ink: red; background: var(--ink); padding: 1px }');
    expect(css).toContain('.sim-page-viewport { --ink: red; background: var(--ink) }');
  });

  it('follow the simulator, not the computer, in the question of light or dark', () => {
    const css = '@media (prefers-color-scheme: dark) { .a { color: red } }';
    expect(transformWxss(css, shared).trim()).toBe(':where([data-theme="dark"]) .a { color: red }');
    const both = '@media (min-width: 400px) and (prefers-color-scheme: dark) { .a { color: red } }';
    expect(transformWxss(both, shared)).toBe(
      '@media (min-width: 400px) { :where([data-theme="dark"]) .a { color: red } }',
    );
  });

  it('leave the steps of an animation alone', () => {
    const css = '@keyframes turn { from { top: 1rpx } to { top: 0 } }';
    expect(transformWxss(css, component)).toBe(
      '@keyframes turn { from { top: calc(1 * var(--rpx)) } to { top: 0 } }',
    );
  });

  it('say where a mistake is', () => {
    expect(() => transformWxss('.a { color: red', shared, 'pages/a/a.wxss')).toThrow(
      /pages\/a\/a\.wxss:1:1: Unclosed block/,
    );
  });
});
