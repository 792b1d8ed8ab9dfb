/*
 * Which channels this deployment is set up for, for functions that never pay: nothing of the
 * provider is loaded with it.
 */
import type { PayoutChannel } from '../../../../miniprogram/shared/channels';
import type { Environment } from '../settings';
import { missingForSendMiniProgramHb } from './sendminiprogramhb/missing';
import { missingForSendRedPack } from './sendredpack/missing';
import { missingForTransferBills } from './transfer-bills/missing';

/** Names of the settings that a channel needs and that are not set. */
export const MISSING_SETTINGS: Readonly<
  Record<PayoutChannel, (env: Environment) => readonly string[]>
> = {
  'transfer-bills': missingForTransferBills,
  sendredpack: missingForSendRedPack,
  sendminiprogramhb: missingForSendMiniProgramHb,
};
