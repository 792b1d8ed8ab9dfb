import { join } from 'node:path';
import { maskIcons, quotedNames } from '../../../local/simulator/build/icons';

const npmRoot = join(__dirname, '../../..');
const font = [
  '@font-face { font-family: t; src: url(https://example.com/t.woff) }',
  ".t-icon-gift:before { content: '\\E001' }",
  ".t-icon-chevron-left:before { content: '\\E002' }",
  ".t-icon-add:before { content: '\\E003' }",
].join('\n');

describe('TDesign icons', () => {
  it('become drawings that need no network, for the names in use', () => {
    const css = maskIcons(font, new Set(['gift']), npmRoot);
    expect(css).toContain('.t-icon-gift:before');
    expect(css).toContain('mask: url("data:image/svg+xml,');
    expect(css).not.toMatch(/font-face|t-icon-add|t-icon-chevron|https:\/\//);
  });

  it('are kept when their name is put together at run time', () => {
    const names = quotedNames([`<t-icon name="{{'chevron-' + side}}" left-icon="gift" />`]);
    expect([...names]).toEqual(['chevron-', 'gift']);
    expect(maskIcons(font, names, npmRoot)).toContain('.t-icon-chevron-left:before');
  });
});
