import { rewriteWxml } from '../../../local/simulator/build/wxml';

describe('WXML for the template compiler', () => {
  it('renames built-in tags and leaves components alone', () => {
    expect(rewriteWxml('<view><t-view /><text>a</text></view>')).toBe(
      '<wx-view><t-view /><wx-text>a</wx-text></wx-view>',
    );
  });

  it('knows the longer of two tag names', () => {
    expect(rewriteWxml('<swiper><swiper-item/></swiper>')).toBe(
      '<wx-swiper><wx-swiper-item /></wx-swiper>',
    );
  });

  it('keeps the last of two equal attributes', () => {
    expect(rewriteWxml('<avatar t-class="wide" size="1" t-class="small" />')).toBe(
      '<avatar size="1" t-class="small" />',
    );
  });

  it.each([
    ['a comment', '<!-- <view> -->'],
    ['an expression', '{{ a <view ? 1 : 2 }}'],
    ['a WXS module', `<wxs module="m">var a = "<view>";</wxs>`],
    ['a comparison in an attribute', '<t-x wx:if="{{a < b && c > d}}" />'],
  ])('copies %s as it is', (_, source) => {
    expect(rewriteWxml(source)).toBe(source);
  });

  it('reads data-itemId as WeChat does, in lower case', () => {
    expect(rewriteWxml('<t-x data-itemId="{{Id}}" bind:tap="onTap" />')).toBe(
      '<t-x data-itemid="{{Id}}" bind:tap="onTap" />',
    );
  });

  it('keeps attributes without a value and without quotes', () => {
    expect(rewriteWxml('<scroll-view scroll-y enhanced=true>')).toBe(
      '<wx-scroll-view scroll-y enhanced=true>',
    );
  });
});
