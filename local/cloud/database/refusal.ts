/** Codes that `wx-server-sdk` knows; the spelling mistakes are the vendor's. */
export type RefusalCode =
  | 'INVALID_PARAM'
  | 'DATABASE_REQUEST_FAILED'
  | 'DATABASE_COLLECTION_NOT_EXIST'
  | 'DATABASE_TRANSACTION_CONFLICT'
  | 'DATABASE_TRANSACTION_FAIL';

/** A request the database does not carry out. Thrown anywhere below `handle`, answered by it. */
export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    message: string,
  ) {
    super(message);
  }
}

export function requestFailed(message: string): Refusal {
  return new Refusal('DATABASE_REQUEST_FAILED', message);
}

/** The text that callers look for is `E11000 duplicate key`. */
export function duplicateKey(collection: string, index: string, key: string): Refusal {
  return requestFailed(
    `[FailedOperation.Insert] multiple write errors: [{write errors: [{E11000 duplicate key error ` +
      `collection: ${collection} index: ${index} dup key: ${key}}]}, {<nil>}]`,
  );
}

/** The bracketed word is what the real cloud puts into the message, and what a retry looks for. */
export function transactionConflict(): Refusal {
  return new Refusal(
    'DATABASE_TRANSACTION_CONFLICT',
    '[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated ' +
      'by others. Please check your command and retry.',
  );
}

/**
 * Runs a library on an expression that came from a client. Whatever it throws is the client's
 * mistake, put into words by the library.
 */
export function onClientExpression<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw requestFailed(error instanceof Error ? error.message : String(error));
  }
}
