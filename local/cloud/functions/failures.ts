/**
 * What the platform says when a call does not reach its end. A function that calls another receives
 * `code` (and -1 for a number: that is how wx-server-sdk 4.0.2 throws it); a phone receives `errCode`.
 *
 * Confirmed by public reports: -504002, -504003 and -501000 with these texts; -604001 is in the
 * SDK's own table. The phone's number for an event over 100 KB is not documented; -501001 is what
 * the SDK's table makes of every code it does not know.
 */
export interface PlatformFailure {
  readonly code: string;
  readonly errCode: number;
  readonly message: string;
}

export const MAX_EVENT_BYTES = 100 * 1024;
export const MAX_RESULT_BYTES = 1024 * 1024;

export function functionNotFound(name: string): PlatformFailure {
  return {
    code: 'FUNCTION_NOT_FOUND',
    errCode: -501000,
    message: `FunctionName parameter could not be found: ${name}`,
  };
}

export function eventTooLarge(bytes: number): PlatformFailure {
  return {
    code: 'EXCEED_MAX_PAYLOAD_SIZE',
    errCode: -501001,
    message: `request body is ${bytes} bytes, a text event may have ${MAX_EVENT_BYTES}`,
  };
}

export function resultTooLarge(bytes: number): PlatformFailure {
  return {
    code: 'FUNCTIONS_RESULT_EXCEED_LIMIT',
    errCode: -604001,
    message: `cloudfunction result size exceed limit (1MB): ${bytes} bytes`,
  };
}

export function executionFailed(message: string): PlatformFailure {
  return { code: 'FUNCTIONS_EXECUTE_FAIL', errCode: -504002, message };
}

export function timedOut(timeoutMs: number): PlatformFailure {
  return {
    code: 'FUNCTIONS_TIME_LIMIT_EXCEEDED',
    errCode: -504003,
    message: `Invoking task timed out after ${timeoutMs / 1000} seconds`,
  };
}
