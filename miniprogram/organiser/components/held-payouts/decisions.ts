import type { HeldDecision } from '../../../shared/contract/claims';
import type { PaymentStep } from '../../../shared/payment';

export interface Question {
  readonly title: string;
  readonly content: string;
  readonly button: string;
}

interface Choice {
  readonly decision: HeldDecision;
  readonly button: string;
}

export const CHOICES: readonly Choice[] = [
  { decision: 'retry', button: '再试一次' },
  { decision: 'return', button: '退回预算' },
  { decision: 'settle', button: '已另付' },
];

/** What a person is asked before the decision; each says what happens to the money. */
export function questionAbout(decision: HeldDecision, yuan: string): Question {
  switch (decision) {
    case 'retry':
      return {
        title: `再发一次 ¥${yuan}？`,
        content: '会先向微信支付核对，确认没有发出才会再发，不会重复发放。',
        button: '再试一次',
      };
    case 'return':
      return {
        title: `把 ¥${yuan} 退回预算？`,
        content: '会先向微信支付核对。退回后这位玩家不会再收到这笔红包。',
        button: '退回预算',
      };
    case 'settle':
      return {
        title: `¥${yuan} 已用其他方式付清？`,
        content: '记为已另付，系统不会再发这笔红包。请写下怎么付的。',
        button: '确认已付',
      };
  }
}

const DONE: Readonly<Record<HeldDecision, readonly PaymentStep[]>> = {
  retry: ['OWED', 'UNKNOWN', 'SENDING'],
  return: ['CANCELLED'],
  settle: ['SETTLED'],
};

const DONE_WORDS: Readonly<Record<HeldDecision, string>> = {
  retry: '已重新排队发放',
  return: '已退回预算',
  settle: '已记为另付',
};

/** What became of it: the provider's record comes before any decision. */
export function choiceOf(decision: HeldDecision, step: PaymentStep): string {
  return DONE[decision].includes(step) ? DONE_WORDS[decision] : '微信支付已有记录，按它更新了';
}
