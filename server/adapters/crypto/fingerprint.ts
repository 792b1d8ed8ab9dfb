import { createHash } from 'node:crypto';
import type { Fingerprint } from '../../ports/fingerprint';

export const sha256OfHex: Fingerprint = (hex) =>
  createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex');
