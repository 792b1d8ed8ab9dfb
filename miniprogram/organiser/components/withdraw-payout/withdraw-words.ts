import type { PaymentStep } from '../../../shared/payment';

/** What became of it: taking back is only asked for, and the player may have been faster. */
export function withdrawnWords(step: PaymentStep): string {
  if (step === 'RETURNED') return '已撤回，钱退回商户';
  if (step === 'RECEIVED') return '玩家刚刚已经收款';
  return '已请微信支付撤回，结果稍后更新';
}
