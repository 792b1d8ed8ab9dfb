/** What WeChat's payment pages have in common. */
import { ApiFailure } from '../../wx/async-api';
import { dialogApis } from '../../wx/dialogs';
import { make, onClick } from '../dom';

export function yuan(amountFen: number): string {
  return (amountFen / 100).toFixed(2);
}

export function amount(amountFen: number): HTMLElement {
  return make('div.pay-amount', make('span.pay-currency', '¥'), yuan(amountFen));
}

/** A label and what it says; a long text takes more lines, it is never cut. */
export function row(label: string, text: string): HTMLElement {
  return make('div.pay-row', make('span.pay-row-label', label), make('span.pay-row-text', text));
}

export function closeButton(close: () => void): HTMLElement {
  const button = onClick(make('button.pay-close'), close);
  button.setAttribute('aria-label', '关闭');
  return button;
}

/** Runs once per tap, shows why it was refused, and can be tapped again then. */
export function agreeButton(
  selector: string,
  text: string,
  agree: () => Promise<void>,
): HTMLButtonElement {
  const button = make(selector, text) as HTMLButtonElement;
  onClick(button, () => {
    button.disabled = true;
    agree().catch((error: unknown) => {
      button.disabled = false;
      const reason = error instanceof ApiFailure ? error.message : String(error);
      dialogApis.showToast({ title: reason.replace(/^\w+:fail /, ''), icon: 'none' });
    });
  });
  return button;
}
