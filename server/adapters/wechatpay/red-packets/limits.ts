import type { DailyLimits, SendRate } from '../../../domain/send-budget';

/** Page 4011974053: 30 a second, which is 1,800 in 60 seconds. */
export const RED_PACKET_RATE: SendRate = { perSecond: 30 };

/** The same page: 10 packets and 1,000 yuan per player, 1,000,000 yuan per merchant. */
export const RED_PACKET_DAILY_LIMITS: DailyLimits = {
  packetsPerPlayer: 10,
  amountFenPerPlayer: 100_000,
  amountFenPerMerchant: 100_000_000,
};
