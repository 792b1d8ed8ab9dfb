import * as v from 'valibot';
import type { Runner } from './runner';

type Action = (action: string, body: Record<string, unknown>) => Promise<Record<string, unknown>>;

interface Parts {
  readonly database: { readonly handle: Action };
  readonly storage: { readonly handle: Action };
  readonly runner: Runner;
}

const InvokeBody = v.object({
  function_name: v.string(),
  request_data: v.string(),
  wxCloudApiToken: v.optional(v.string(), ''),
});

/** Every action that the SDK sends as JSON, by the first part of its name. */
export function sdkActions({ database, storage, runner }: Parts): Action {
  return async (action, body) => {
    if (action.startsWith('database.')) return database.handle(action, body);
    if (action.startsWith('storage.')) return storage.handle(action, body);
    if (action === 'functions.invokeFunction') return callFromFunction(runner, body);
    return { code: 'INVALID_ACTION', message: `${action} is not emulated` };
  };
}

/**
 * A function calls a function. The chain grows (`wx_client,scf`). The documentation promises an
 * openid to functions that a phone calls, and says nothing about this case: none is passed on, so
 * that whatever works here does not lean on it.
 */
async function callFromFunction(
  runner: Runner,
  body: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const parsed = v.safeParse(InvokeBody, body);
  if (!parsed.success) return { code: 'INVALID_PARAM', message: v.summarize(parsed.issues) };
  const { function_name, request_data, wxCloudApiToken } = parsed.output;

  const caller = runner.callerOf(wxCloudApiToken);
  const source = caller ? `${caller.source},scf` : 'scf';
  const event = JSON.parse(request_data || '{}') as object;
  const invoked = await runner.invoke(function_name, event, source, null);
  if (invoked.ok) return { data: { response_data: invoked.result } };
  return { code: invoked.failure.code, message: invoked.failure.message };
}
