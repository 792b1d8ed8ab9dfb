import { createHmac } from 'node:crypto';

/** What a package_info stands for. */
export interface PackageInfo {
  readonly outBillNo: string;
  readonly issuedAtMs: number;
}

/**
 * package_info that carries its own meaning, sealed: every call of 发起转账 may hand out a fresh one,
 * and none has to be remembered.
 */
export function issuePackageInfo(info: PackageInfo, key: string): string {
  const content = Buffer.from(JSON.stringify([info.outBillNo, info.issuedAtMs]));
  return Buffer.concat([seal(content, key), content]).toString('base64');
}

/** Null for anything that was not issued with this key. */
export function readPackageInfo(text: string, key: string): PackageInfo | null {
  const bytes = Buffer.from(text, 'base64');
  const content = bytes.subarray(SEAL_BYTES);
  if (bytes.length <= SEAL_BYTES) return null;
  if (!seal(content, key).equals(bytes.subarray(0, SEAL_BYTES))) return null;
  const [outBillNo, issuedAtMs] = JSON.parse(content.toString('utf8'));
  return { outBillNo, issuedAtMs };
}

const SEAL_BYTES = 32;

function seal(content: Buffer, key: string): Buffer {
  return createHmac('sha256', key).update(content).digest();
}
