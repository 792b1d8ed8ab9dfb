import { registerControl } from './control';
import type { Builtin, Host, Properties } from './define';

const SHARED: Properties = {
  name: String,
  value: { type: String, value: '' },
  placeholder: String,
  placeholderStyle: String,
  disabled: Boolean,
  maxlength: { type: Number, value: 140 },
  focus: Boolean,
  autoFocus: Boolean,
  confirmType: { type: String, value: 'done' },
  confirmHold: Boolean,
  cursor: { type: Number, value: -1 },
  cursorSpacing: Number,
  selectionStart: { type: Number, value: -1 },
  selectionEnd: { type: Number, value: -1 },
  adjustPosition: { type: Boolean, value: true },
  holdKeyboard: Boolean,
  alwaysEmbed: Boolean,
};

const INPUT_MODES: Record<string, string> = { number: 'numeric', digit: 'decimal', idcard: 'text' };

export const input: Builtin = {
  tag: 'input',
  properties: { ...SHARED, type: { type: String, value: 'text' }, password: Boolean },
  data: { showPlaceholder: true },
  externalClasses: ['placeholder-class'],
  speaksThroughField: true,
  setup(host) {
    const control = host.inner<HTMLInputElement>('input');
    host.watch(['type', 'password'], () => {
      const secret = host.flag('password') || host.text('type') === 'safe-password';
      control.type = secret ? 'password' : 'text';
      control.inputMode = INPUT_MODES[host.text('type')] ?? 'text';
    });
    installTextControl(host, control);
    control.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing) return;
      host.emit('confirm', { value: control.value });
      if (!host.flag('confirmHold')) control.blur();
    });
  },
};

export const textarea: Builtin = {
  tag: 'textarea',
  properties: {
    ...SHARED,
    autoHeight: Boolean,
    fixed: Boolean,
    showConfirmBar: Boolean,
    disableDefaultPadding: Boolean,
  },
  data: { showPlaceholder: true },
  externalClasses: ['placeholder-class'],
  speaksThroughField: true,
  setup(host) {
    const control = host.inner<HTMLTextAreaElement>('textarea');
    installTextControl(host, control);
    let lines = 0;
    const fit = () => {
      const growing = host.flag('autoHeight');
      host.element.classList.toggle('wx-textarea-auto-height', growing);
      control.style.height = growing ? 'auto' : '';
      if (growing) control.style.height = `${control.scrollHeight}px`;
      const lineHeight = Number.parseFloat(getComputedStyle(control).lineHeight) || 20;
      const now = Math.max(1, Math.round(control.scrollHeight / lineHeight));
      if (now !== lines) host.emit('linechange', { lineCount: now, height: control.scrollHeight });
      lines = now;
    };
    control.addEventListener('input', fit);
    host.watch(['autoHeight', 'value'], () => requestAnimationFrame(fit));
  },
};

/** What `input` and `textarea` have in common. */
function installTextControl(host: Host, control: HTMLInputElement | HTMLTextAreaElement) {
  const initial = host.text('value');
  const detail = () => ({ value: control.value, cursor: control.selectionStart ?? 0 });
  const showPlaceholder = () => host.set({ showPlaceholder: control.value === '' });

  host.watch(['value'], () => {
    if (control.value !== host.text('value')) control.value = host.text('value');
    showPlaceholder();
  });
  host.watch(['disabled'], () => {
    control.disabled = host.flag('disabled');
    // A disabled control must let the tap through to the elements around it: see styles/builtins.css.
    host.element.toggleAttribute('data-disabled', control.disabled);
  });
  host.watch(['maxlength'], () => {
    const limit = host.number('maxlength');
    if (limit >= 0) control.maxLength = limit;
    else control.removeAttribute('maxlength');
  });
  // Not seen: the visible placeholder is an element of its own, so that placeholder-class styles it.
  host.watch(['placeholder'], () => {
    control.placeholder = host.text('placeholder');
  });
  host.watch(['confirmType'], () => {
    control.enterKeyHint = host.text('confirmType');
  });
  host.watch(['focus', 'autoFocus'], () => {
    const wanted = host.flag('focus') || host.flag('autoFocus');
    if (wanted) requestAnimationFrame(() => control.focus({ preventScroll: false }));
    else if (document.activeElement === control) control.blur();
  });
  host.watch(['cursor', 'selectionStart', 'selectionEnd'], () => {
    const start = host.number('selectionStart');
    const cursor = host.number('cursor');
    if (start >= 0) control.setSelectionRange(start, host.number('selectionEnd'));
    else if (cursor >= 0) control.setSelectionRange(cursor, cursor);
  });

  control.addEventListener('input', (event) => {
    const { inputType } = event as InputEvent;
    host.set({ value: control.value, showPlaceholder: control.value === '' });
    host.emit('input', { ...detail(), keyCode: inputType === 'deleteContentBackward' ? 8 : 0 });
  });
  control.addEventListener('focus', () => host.emit('focus', { ...detail(), height: 0 }));
  control.addEventListener('blur', () => host.emit('blur', detail()));
  registerControl(host.node, {
    name: () => host.text('name'),
    value: () => control.value,
    reset: () => host.set({ value: initial, showPlaceholder: initial === '' }),
    activate: () => {
      if (!control.disabled) control.focus();
    },
  });
}
