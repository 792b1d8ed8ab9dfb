import type { PayoutChannel } from '../../../../miniprogram/shared/channels';
import type { ChannelAdapter } from './channel';
import { sendMiniProgramHb } from './sendminiprogramhb';
import { sendRedPack } from './sendredpack';
import { transferBills } from './transfer-bills';

export type { ChannelAdapter } from './channel';

/** Every way of paying. A new one is a folder here, a line here, and a line in readiness.ts. */
export const CHANNEL_ADAPTERS: Readonly<Record<PayoutChannel, ChannelAdapter>> = {
  'transfer-bills': transferBills,
  sendredpack: sendRedPack,
  sendminiprogramhb: sendMiniProgramHb,
};
