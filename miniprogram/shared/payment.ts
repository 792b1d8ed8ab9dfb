/**
 * Where a packet's money is, in the words of the ledger. OWED, SENDING and UNKNOWN may move among
 * themselves; SENT only to RECEIVED or RETURNED; HELD waits for a person, who lets it go on or ends
 * it as CANCELLED or SETTLED. RECEIVED, RETURNED, CANCELLED and SETTLED are final.
 */
export const PAYMENT_STEPS = [
  'OWED', // claimed; the sender will take it
  'SENDING', // a sender holds it; a request may have left
  'UNKNOWN', // a request left and no answer proves what became of it
  'SENT', // WeChat Pay holds a packet for the player
  'RECEIVED', // the player opened it; the money has left for good
  'RETURNED', // nobody opened it in time; the money came back
  'HELD', // a person must decide
  'CANCELLED', // a person returned the money to the campaign, after proof that none was out
  'SETTLED', // a person paid it in another way and wrote down how
] as const;

export type PaymentStep = (typeof PAYMENT_STEPS)[number];

/** What people call a step, in two to four characters: on the pages and in an organiser's list. */
export const STEP_NAMES: Readonly<Record<PaymentStep, string>> = {
  OWED: '待发放',
  SENDING: '发放中',
  UNKNOWN: '确认中',
  SENT: '待领取',
  RECEIVED: '已到账',
  RETURNED: '已退回',
  HELD: '人工处理',
  CANCELLED: '已取消',
  SETTLED: '已另付',
};
