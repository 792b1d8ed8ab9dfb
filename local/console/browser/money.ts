/** The table of what lies at the provider: red packets, transfers, orders and refunds. */
import type { ConsoleState } from '../state';
import { cell, command, element, yuan } from './parts';

const STATUS_WORDS: Readonly<Record<string, string>> = {
  SENDING: '发放中',
  SENT: '待领取',
  FAILED: '发放失败',
  RECEIVED: '已领取',
  RFUND_ING: '退款中',
  REFUND: '已退回',
};
const TRANSFER_WORDS: Readonly<Record<string, string>> = {
  ACCEPTED: '已受理',
  PROCESSING: '处理中',
  WAIT_USER_CONFIRM: '待确认',
  TRANSFERING: '转账中',
  SUCCESS: '已收款',
  FAIL: '已关闭',
  CANCELING: '撤销中',
  CANCELLED: '已撤销',
};
const ORDER_WORDS: Readonly<Record<string, string>> = {
  NOTPAY: '待支付',
  SUCCESS: '已支付',
  CLOSED: '已关闭',
  REFUND: '有退款',
};
const REFUND_WORDS: Readonly<Record<string, string>> = {
  PROCESSING: '退款中',
  SUCCESS: '已退款',
  CHANGE: '退款异常',
  REFUNDCLOSE: '退款关闭',
};
const BALANCE_LOW_FEN = 100;
const BALANCE_FULL_FEN = 100_000_000;

interface Line {
  readonly who: string;
  readonly no: string;
  readonly amountFen: number;
  readonly words: string;
  readonly tone: 'good' | 'bad' | '';
  /** Why it failed, in the provider's words. */
  readonly reason?: string | null;
  readonly actions: readonly (readonly [label: string, order: object])[];
}

export function showMoney(state: ConsoleState): void {
  const sections: readonly [title: string, lines: readonly Line[]][] = [
    ['红包', state.bills.map(billLine)],
    ['转账', state.transfers.map(transferLine)],
    ['付款', state.orders.map(orderLine)],
    ['退款', state.refunds.map(refundLine)],
  ];
  const filled = sections.filter(([, lines]) => lines.length > 0);
  element('bills-empty').hidden = filled.length > 0;
  element('bill-table').hidden = filled.length === 0;
  element('bill-count').textContent = filled
    .map(([title, lines]) => `${title} ${lines.length} 笔`)
    .join(' · ');
  element('balance').textContent = `商户余额 ¥${yuan(state.balanceFen)}`;
  const callbacks = element<HTMLButtonElement>('callbacks');
  callbacks.textContent =
    state.pendingCallbacks > 0 ? `送出到期的回调（${state.pendingCallbacks}）` : '没有待送的回调';
  callbacks.disabled = state.pendingCallbacks === 0;
  element('bill-rows').replaceChildren(
    ...filled.flatMap(([title, lines]) => [
      ...(filled.length > 1 ? [titleRow(title)] : []),
      ...lines.map(lineRow),
    ]),
  );
}

export function installMoneyButtons(): void {
  const send = (id: string, order: object) =>
    element(id).addEventListener('click', () => void command(order));
  send('callbacks', { do: 'deliver-callbacks' });
  send('balance-low', { do: 'set-balance', fen: BALANCE_LOW_FEN });
  send('balance-full', { do: 'set-balance', fen: BALANCE_FULL_FEN });
}

function billLine(bill: ConsoleState['bills'][number]): Line {
  const { amountFen, billNo, recipient, status } = bill;
  return {
    who: recipient,
    no: billNo,
    amountFen,
    words: STATUS_WORDS[status] ?? status,
    tone: status === 'RECEIVED' ? 'good' : status === 'FAILED' ? 'bad' : '',
    actions:
      status === 'SENT'
        ? [
            ['领取', { do: 'open-bill', billNo }],
            ['过期', { do: 'expire-bill', billNo }],
          ]
        : [],
  };
}

function transferLine(transfer: ConsoleState['transfers'][number]): Line {
  const { amountFen, billNo, failReason, recipient, status } = transfer;
  const step = (label: string, name: string) =>
    [label, { do: 'transfer', billNo, step: name }] as const;
  return {
    who: recipient,
    no: billNo,
    amountFen,
    words: TRANSFER_WORDS[status] ?? status,
    tone: status === 'SUCCESS' ? 'good' : status === 'FAIL' ? 'bad' : '',
    reason: failReason,
    actions:
      status === 'WAIT_USER_CONFIRM'
        ? [step('收款', 'confirm'), step('拒收', 'decline'), step('过期', 'expire')]
        : [],
  };
}

function orderLine({ amountFen, no, payer, status }: ConsoleState['orders'][number]): Line {
  const step = (label: string, name: string) => [label, { do: 'order', no, step: name }] as const;
  return {
    who: payer,
    no,
    amountFen,
    words: ORDER_WORDS[status] ?? status,
    tone: status === 'SUCCESS' ? 'good' : '',
    actions: status === 'NOTPAY' ? [step('支付', 'pay'), step('放弃', 'abandon')] : [],
  };
}

function refundLine({ amountFen, no, payer, status }: ConsoleState['refunds'][number]): Line {
  const end = (label: string, as: string) => [label, { do: 'refund', no, as }] as const;
  return {
    who: payer,
    no,
    amountFen,
    words: REFUND_WORDS[status] ?? status,
    tone: status === 'SUCCESS' ? 'good' : status === 'PROCESSING' ? '' : 'bad',
    actions: (REFUND_ENDS[status] ?? []).map(([label, as]) => end(label, as)),
  };
}

/** What may still become of a refund. */
const REFUND_ENDS: Readonly<Record<string, readonly (readonly [label: string, as: string])[]>> = {
  PROCESSING: [
    ['到账', 'SUCCESS'],
    ['异常', 'CHANGE'],
    ['关闭', 'REFUNDCLOSE'],
  ],
  CHANGE: [['到账', 'SUCCESS']],
};

function titleRow(title: string): HTMLTableRowElement {
  const row = document.createElement('tr');
  const heading = document.createElement('th');
  heading.colSpan = 3;
  heading.scope = 'rowgroup';
  heading.className = 'group';
  heading.textContent = title;
  row.append(heading);
  return row;
}

/** The buttons stand below the status: three of them beside it would squeeze the number. */
function lineRow(line: Line): HTMLTableRowElement {
  const row = document.createElement('tr');
  const who = cell(line.who);
  const number = document.createElement('div');
  number.className = 'mono';
  number.textContent = line.no;
  who.append(number);
  const status = cell(line.words, `status ${line.tone}`);
  if (line.reason) {
    const reason = document.createElement('div');
    reason.className = 'mono';
    reason.textContent = line.reason;
    status.append(reason);
  }
  if (line.actions.length > 0) {
    const actions = document.createElement('div');
    actions.className = 'actions';
    actions.append(...line.actions.map(([label, order]) => actionButton(label, order)));
    status.append(actions);
  }
  row.append(who, cell(yuan(line.amountFen), 'figure'), status);
  return row;
}

function actionButton(label: string, order: object): HTMLButtonElement {
  const button = document.createElement('button');
  button.textContent = label;
  button.addEventListener('click', () => {
    button.disabled = true;
    void command(order);
  });
  return button;
}
