import { ApiFailure } from './async-api';
import { requireNetwork } from './network';

interface ServerAnswer {
  result?: unknown;
  failure?: { errMsg: string; errCode: number };
}

/** Asks the server behind this phone; `path` is below `/phone/<id>/`. */
export async function askServer(path: string, body: unknown): Promise<unknown> {
  requireNetwork();
  const response = await fetch(path, { method: 'POST', body: JSON.stringify(body) }).catch(
    (error: unknown) => {
      throw new ApiFailure(`request:fail ${String(error)}`, -1);
    },
  );
  const { result, failure } = (await response.json()) as ServerAnswer;
  if (failure) throw new ApiFailure(failure.errMsg, failure.errCode);
  return result;
}
