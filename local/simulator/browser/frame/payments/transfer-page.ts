import type { PaymentPage } from '../../../payments';
import { make, onClick } from '../dom';
import { openOverlay } from '../overlay';
import { agreeButton, amount, closeButton, row } from './parts';

type TransferPage = Extract<PaymentPage, { kind: 'transfer' }>;

/**
 * 商家转账: the page on which a player takes the money or leaves it. There is no button to refuse it:
 * who does not want it lets it expire. Resolves when the page is closed, with whether it was taken.
 */
export function openTransferPage(page: TransferPage, agree: () => Promise<void>): Promise<boolean> {
  return new Promise((resolve) => {
    let { received } = page;
    const sheet = make('div.pay-page');
    sheet.setAttribute('role', 'dialog');
    sheet.setAttribute('aria-label', '收款');
    const close = () => {
      overlay.close();
      resolve(received);
    };
    const show = () => {
      const button = received
        ? onClick(make('button.pay-main.pay-done', '完成'), close)
        : agreeButton('button.pay-main', '确认收款', async () => {
            await agree();
            received = true;
            show();
          });
      sheet.replaceChildren(
        closeButton(close),
        make(`i.pay-mark.pay-mark-${received ? 'done' : 'waiting'}`),
        make('div.pay-title', received ? '你已收款，资金已存入零钱' : '待你收款'),
        amount(page.amountFen),
        make(
          'div.pay-rows',
          row('转账方', page.payer),
          row('转账说明', page.remark),
          row('收款方式', '零钱'),
        ),
        make(
          'div.pay-foot',
          button,
          received ? null : make('div.pay-note', '1天内未确认，将退还给对方'),
        ),
      );
    };
    show();
    const overlay = openOverlay(sheet);
  });
}
