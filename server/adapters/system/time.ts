import { setTimeout as wait } from 'node:timers/promises';
import type { Clock, Sleep } from '../../ports/clock';

/** The host's clock. Its time zone is never asked; see miniprogram/shared/beijing-time.ts. */
export const systemClock: Clock = () => Date.now();

export const systemSleep: Sleep = (ms) => wait(Math.max(0, ms));
