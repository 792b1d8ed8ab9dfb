import type { Engine } from '../engine/engine';
import { button } from './button';
import { checkbox, checkboxGroup, label, radio, radioGroup, switchTag } from './choices';
import { containers, pageContainer, rootPortal } from './containers';
import { type Builtin, defineBuiltin } from './define';
import { formBuiltin } from './form';
import { coverImage, image } from './image';
import { input, textarea } from './input';
import { navigator } from './navigator';
import { picker } from './picker';
import { pickerView, pickerViewColumn } from './picker-view';
import { richText } from './rich-text';
import { scrollView } from './scroll-view';
import { canvas, icon, progress, video } from './shows';
import { slider } from './slider';
import { swiper, swiperItem } from './swiper';
import { coverView, text, view } from './view';
import { webView } from './web-view';

const BUILTINS: readonly Builtin[] = [
  view,
  text,
  coverView,
  image,
  coverImage,
  button,
  input,
  textarea,
  label,
  switchTag,
  checkbox,
  checkboxGroup,
  radio,
  radioGroup,
  slider,
  picker,
  pickerView,
  pickerViewColumn,
  scrollView,
  swiper,
  swiperItem,
  navigator,
  progress,
  icon,
  canvas,
  video,
  richText,
  rootPortal,
  pageContainer,
  webView,
  ...containers,
];

/** Attributes by tag, for `wx.canIUse('button.open-type')`. */
export const builtinAttributes: ReadonlyMap<string, readonly string[]> = new Map(
  BUILTINS.map(({ tag, properties = {} }) => [tag, Object.keys(properties)]),
);

export function defineBuiltins(engine: Engine): void {
  for (const builtin of [...BUILTINS, formBuiltin(engine)]) defineBuiltin(engine, builtin);
}
