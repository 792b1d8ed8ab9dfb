import { make, onClick } from '../frame/dom';
import { type Overlay, openOverlay, openSheet } from '../frame/overlay';
import { ApiFailure } from './async-api';

interface ToastOptions {
  title?: string;
  icon?: 'success' | 'error' | 'loading' | 'none';
  image?: string;
  duration?: number;
  mask?: boolean;
}

interface ModalOptions {
  title?: string;
  content?: string;
  showCancel?: boolean;
  cancelText?: string;
  cancelColor?: string;
  confirmText?: string;
  confirmColor?: string;
  editable?: boolean;
  placeholderText?: string;
}

let toast: HTMLElement | undefined;
let toastTimer = 0;

function showToast(
  { title = '', icon = 'success', mask = false }: ToastOptions,
  durationMs: number,
) {
  hideToast();
  const picture = icon === 'none' ? null : make(`i.toast-icon.toast-${icon}`);
  toast = make(
    'div.toast-layer',
    make(`div.toast${picture ? '.toast-square' : ''}`, picture, make('div', title)),
  );
  toast.classList.toggle('sim-toast-blocking', mask);
  toast.setAttribute('role', 'status');
  document.getElementById('phone')?.append(toast);
  if (durationMs > 0) toastTimer = window.setTimeout(hideToast, durationMs);
}

function hideToast() {
  clearTimeout(toastTimer);
  toast?.remove();
  toast = undefined;
}

function showModal(options: ModalOptions) {
  return new Promise((resolve) => {
    const field = make('input.dialog-input') as HTMLInputElement;
    field.placeholder = options.placeholderText ?? '';
    field.value = options.editable ? (options.content ?? '') : '';
    const body = options.editable ? field : make('div.dialog-content', options.content ?? '');
    const finish = (confirm: boolean) => () => {
      overlay.close();
      resolve({
        confirm,
        cancel: !confirm,
        content: options.editable && confirm ? field.value : null,
      });
    };
    const cancel = onClick(
      make('button.dialog-button', options.cancelText ?? '取消'),
      finish(false),
    );
    const confirm = onClick(
      make('button.dialog-button.dialog-confirm', options.confirmText ?? '确定'),
      finish(true),
    );
    if (options.cancelColor) cancel.style.color = options.cancelColor;
    if (options.confirmColor) confirm.style.color = options.confirmColor;
    const dialog = make(
      'div.dialog',
      options.title ? make('div.dialog-title', options.title) : null,
      body,
      make('div.dialog-buttons', options.showCancel === false ? null : cancel, confirm),
    );
    dialog.setAttribute('role', 'dialog');
    const overlay: Overlay = openOverlay(dialog);
  });
}

export const dialogApis = {
  showToast: (options: ToastOptions) => showToast(options, options.duration ?? 1500),
  hideToast,
  showLoading: (options: ToastOptions) => showToast({ ...options, icon: 'loading' }, 0),
  hideLoading: hideToast,
  showModal,
  showActionSheet: ({
    itemList = [],
    itemColor,
    alertText = '',
  }: {
    itemList?: string[];
    itemColor?: string;
    alertText?: string;
  }) =>
    new Promise((resolve, reject) => {
      const items = itemList.map((text, tapIndex) => ({
        text,
        ...(itemColor && { color: itemColor }),
        choose: () => resolve({ tapIndex }),
      }));
      openSheet(alertText, items, () => reject(new ApiFailure('cancel')));
    }),
};
