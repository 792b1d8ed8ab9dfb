/**
 * The inside of built-in tags that need more than a slot, in WXML of HTML elements. The class names
 * are WeChat's own where pages are known to style them (`.wx-switch-input`).
 */
export const BUILTIN_TEMPLATES: Readonly<Record<string, string>> = {
  'wx-image': '<img class="wx-image-picture" />',
  'wx-input':
    '<div class="wx-input-placeholder input-placeholder placeholder-class" style="{{placeholderStyle}}" hidden="{{!showPlaceholder}}">{{placeholder}}</div><input class="wx-input-control" />',
  'wx-textarea':
    '<div class="wx-textarea-placeholder textarea-placeholder placeholder-class" style="{{placeholderStyle}}" hidden="{{!showPlaceholder}}">{{placeholder}}</div><textarea class="wx-textarea-control" rows="1"></textarea>',
  'wx-cover-image': '<img class="wx-image-picture" />',
  'wx-root-portal': '<div class="wx-root-portal-content"><slot/></div>',
  'wx-button': '<div class="wx-button-loading" hidden="{{!loading}}"></div><slot/>',
  'wx-canvas': '<canvas class="wx-canvas-surface"></canvas><slot/>',
  'wx-scroll-view':
    '<div class="wx-scroll-view-refresher" style="height:{{refresherHeight}}px" hidden="{{!refresherEnabled}}"><div class="wx-scroll-view-dots"></div></div><slot/>',
  'wx-swiper':
    '<div class="wx-swiper-frame"><div class="wx-swiper-track"><slot/></div></div><div class="wx-swiper-dots" hidden="{{!indicatorDots}}"></div>',
  'wx-switch':
    "<div class=\"wx-switch-wrapper\"><div class=\"wx-switch-input {{on ? 'wx-switch-input-checked' : ''}}\" style=\"{{on ? 'background-color:' + color + ';border-color:' + color : ''}}\" hidden=\"{{type === 'checkbox'}}\"></div><div class=\"wx-checkbox-input {{on ? 'wx-checkbox-input-checked' : ''}}\" style=\"color:{{color}}\" hidden=\"{{type !== 'checkbox'}}\"></div></div>",
  'wx-checkbox':
    "<div class=\"wx-checkbox-wrapper\"><div class=\"wx-checkbox-input {{on ? 'wx-checkbox-input-checked' : ''}} {{disabled ? 'wx-checkbox-input-disabled' : ''}}\" style=\"color:{{color}}\"></div><slot/></div>",
  'wx-radio':
    "<div class=\"wx-radio-wrapper\"><div class=\"wx-radio-input {{on ? 'wx-radio-input-checked' : ''}} {{disabled ? 'wx-radio-input-disabled' : ''}}\" style=\"{{on ? 'background-color:' + color + ';border-color:' + color : ''}}\"></div><slot/></div>",
  'wx-slider':
    '<div class="wx-slider-wrapper"><div class="wx-slider-tap-area"><div class="wx-slider-handle-wrapper" style="background-color:{{backgroundColor}}"><div class="wx-slider-track" style="width:{{percent}}%;background-color:{{activeColor}}"></div><div class="wx-slider-thumb" style="left:{{percent}}%;width:{{blockSize}}px;height:{{blockSize}}px;margin:-{{blockSize / 2}}px 0 0 -{{blockSize / 2}}px;background-color:{{blockColor}}"></div></div></div><div class="wx-slider-value" hidden="{{!showValue}}">{{current}}</div></div>',
  'wx-progress':
    '<div class="wx-progress-bar" style="height:{{strokeWidth}}px;background-color:{{backgroundColor}};border-radius:{{borderRadius}}px"><div class="wx-progress-inner-bar" style="width:{{percent}}%;background-color:{{activeColor || color}};border-radius:{{borderRadius}}px"></div></div><div class="wx-progress-info" hidden="{{!showInfo}}">{{percent}}%</div>',
  'wx-icon':
    '<div class="wx-icon-glyph wx-icon-{{type}}" style="color:{{color}};width:{{size}};height:{{size}}"></div>',
  'wx-picker-view': '<div class="wx-picker-view-frame"><slot/></div>',
  'wx-picker-view-column':
    '<div class="wx-picker-view-group"><div class="wx-picker-view-mask mask-class" style="{{maskStyle}}"></div><div class="wx-picker-view-indicator indicator-class" style="{{indicatorStyle}}"></div><div class="wx-picker-view-content"><slot/></div></div>',
  'wx-video': '<video class="wx-video-player" playsinline></video><slot/>',
  'wx-page-container':
    '<div class="wx-page-container-overlay" hidden="{{!overlay}}" style="{{overlayStyle}}"></div><div class="wx-page-container-body wx-page-container-{{position}}" style="{{customStyle}}"><slot/></div>',
};
