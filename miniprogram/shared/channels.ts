/*
 * The ways in which WeChat Pay moves a packet's money to a player. What each of them is, where it
 * comes from and how to apply for it: docs/payments.md.
 */
import type { ChannelRange } from './feasibility';

export const PAYOUT_CHANNELS = ['transfer-bills', 'sendredpack', 'sendminiprogramhb'] as const;

export type PayoutChannel = (typeof PAYOUT_CHANNELS)[number];

/** Red packets are paid from the basic account, transfers from 运营账户; each has its own balance. */
export const BALANCE_ACCOUNTS = ['red-packet', 'transfer'] as const;

export type BalanceAccount = (typeof BALANCE_ACCOUNTS)[number];

export interface ChannelRules extends ChannelRange {
  /** Under which of the merchant's accounts the recipient's openid has to be. */
  readonly identity: 'mini-program' | 'official-account';
  /** Which of the merchant's balances pays. */
  readonly account: BalanceAccount;
  /** How the player takes a sent packet: in the official account's chat, or on a page of WeChat's. */
  readonly takenBy: 'chat-message' | 'red-packet-page' | 'confirmation-page';
  /** Scene values with which the mini program must have been entered; null: any. */
  readonly entryScenes: readonly number[] | null;
  /** Whether the provider's rule of the night is kept. */
  readonly keepsQuietHours: boolean;
}

export const CHANNEL_RULES: Readonly<Record<PayoutChannel, ChannelRules>> = {
  /**
   * 商家转账 in its red packet form: 0.1 to 200 yuan,
   * https://pay.weixin.qq.com/doc/v3/merchant/4012716434 (user_recv_style) and 4013778940.
   */
  'transfer-bills': {
    leastFen: 10,
    mostFen: 20_000,
    identity: 'mini-program',
    account: 'transfer',
    takenBy: 'confirmation-page',
    entryScenes: null,
    keepsQuietHours: false,
  },
  /**
   * 现金红包: 1 to 200 yuan unless the merchant has an agreement of its own,
   * https://pay.weixin.qq.com/doc/v2/merchant/4011974053 (total_amount, scene_id).
   */
  sendredpack: {
    leastFen: 100,
    mostFen: 20_000,
    identity: 'official-account',
    account: 'red-packet',
    takenBy: 'chat-message',
    entryScenes: null,
    keepsQuietHours: true,
  },
  /**
   * 小程序红包: as above, and only for players who came by scanning (QR code, bar code, 小程序码,
   * 一物一码), https://pay.weixin.qq.com/doc/v2/partner/4011941282.
   */
  sendminiprogramhb: {
    leastFen: 100,
    mostFen: 20_000,
    identity: 'mini-program',
    account: 'red-packet',
    takenBy: 'red-packet-page',
    entryScenes: [1011, 1025, 1047, 1124],
    keepsQuietHours: true,
  },
};

export function isEntrySceneFit(channel: PayoutChannel, entryScene: number): boolean {
  const { entryScenes } = CHANNEL_RULES[channel];
  return entryScenes === null || entryScenes.includes(entryScene);
}
