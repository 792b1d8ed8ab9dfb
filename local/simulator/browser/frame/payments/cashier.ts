import type { PaymentPage } from '../../../payments';
import { make, onClick } from '../dom';
import { openOverlay } from '../overlay';
import { agreeButton, amount, closeButton, row } from './parts';

type Order = Extract<PaymentPage, { kind: 'order' }>;

/**
 * The cash desk: a sheet with the amount, then WeChat's page that says it is paid. Resolves when the
 * player has left, with whether the order was paid.
 */
export function openCashier(order: Order, agree: () => Promise<void>): Promise<boolean> {
  return new Promise((resolve) => {
    const leave = (paid: boolean) => () => {
      overlay.close();
      resolve(paid);
    };
    const sheet = make(
      'div.sheet.cashier',
      closeButton(leave(false)),
      make('div.cashier-payee', order.payee),
      amount(order.amountFen),
      make('div.pay-rows', row('商品', order.goods), row('付款方式', '零钱')),
      agreeButton('button.pay-main', '确认支付', async () => {
        await agree();
        sheet.replaceWith(paidPage(order, leave(true)));
      }),
    );
    sheet.setAttribute('role', 'dialog');
    sheet.setAttribute('aria-label', '支付');
    const overlay = openOverlay(sheet);
  });
}

function paidPage(order: Order, leave: () => void): HTMLElement {
  return make(
    'div.pay-page',
    make('i.pay-mark.pay-mark-done'),
    make('div.pay-title', '支付成功'),
    make('div.cashier-payee', order.payee),
    amount(order.amountFen),
    make('div.pay-foot', onClick(make('button.pay-main.pay-done', '完成'), leave)),
  );
}
