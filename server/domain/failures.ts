import type { ErrorCode } from '../../miniprogram/shared/error-codes';
import type { Failure } from '../../miniprogram/shared/result';

export function failureOf(code: ErrorCode, facts?: Failure['facts']): Failure {
  return facts ? { code, facts } : { code };
}
