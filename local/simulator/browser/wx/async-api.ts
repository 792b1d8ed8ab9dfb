export interface Callbacks {
  success?: (result: Record<string, unknown>) => void;
  fail?: (failure: Record<string, unknown>) => void;
  complete?: (result: Record<string, unknown>) => void;
}

/** Thrown by an implementation: the call fails with `name:fail message`. */
export class ApiFailure extends Error {
  constructor(
    message: string,
    readonly errCode?: number,
    readonly fields: Record<string, unknown> = {},
  ) {
    super(message);
  }
}

// Each implementation knows the options of its own function.
type Implementation = (options: never) => unknown;

/**
 * Gives a function WeChat's manners: `success`, `fail` and `complete` when one of them is passed,
 * otherwise a promise.
 */
export function asyncApi(name: string, implementation: Implementation) {
  return (options: Callbacks & Record<string, unknown> = {}): Promise<unknown> | undefined => {
    const { success, fail, complete } = options ?? {};
    const outcome = settle(name, () => implementation((options ?? {}) as never));
    if (!success && !fail && !complete) {
      return outcome.then(({ ok, value }) => (ok ? value : Promise.reject(value)));
    }
    void outcome.then(({ ok, value }) => {
      if (ok) success?.(value);
      else fail?.(value);
      complete?.(value);
    });
    return undefined;
  };
}

export function asyncApis(
  implementations: Record<string, Implementation>,
): Record<string, ReturnType<typeof asyncApi>> {
  return Object.fromEntries(
    Object.entries(implementations).map(([name, implementation]) => [
      name,
      asyncApi(name, implementation),
    ]),
  );
}

async function settle(name: string, run: () => unknown) {
  try {
    // The work starts at once; only the answer waits.
    const result = (await run()) as Record<string, unknown> | undefined;
    return { ok: true, value: { errMsg: `${name}:ok`, ...result } };
  } catch (error) {
    if (!(error instanceof ApiFailure)) console.error(`[wx.${name}]`, error);
    const failure = error instanceof ApiFailure ? error : new ApiFailure(String(error));
    const code =
      failure.errCode === undefined ? {} : { errCode: failure.errCode, errno: failure.errCode };
    return {
      ok: false,
      value: { errMsg: `${name}:fail ${failure.message}`, ...code, ...failure.fields },
    };
  }
}
