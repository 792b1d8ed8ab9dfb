import { randomBytes } from 'node:crypto';
import type { RandomBytes } from '../../ports/random';

export const systemRandomBytes: RandomBytes = (length) => new Uint8Array(randomBytes(length));
