/** What `getWXContext()` says about a call, as far as timers care. */
export interface CallContext {
  readonly OPENID?: string | undefined;
  /** How the call came about, a chain such as 'wx_client,scf'. */
  readonly SOURCE?: string | undefined;
}

/** Sources that are somebody and not the platform's timer. */
const NOT_A_TIMER = /\b(wx_client|wx_devtools|wx_http|wx_unknown|scf)\b/;

/**
 * Whether the platform's own timer made this call: its event says `Type: 'Timer'`, there is no user,
 * and the call came neither from a client nor through another function. The event alone proves
 * nothing, a client could send the same; the context is the platform's.
 */
export function isTimerCall(event: unknown, context: CallContext): boolean {
  if (context.OPENID || NOT_A_TIMER.test(context.SOURCE ?? '')) return false;
  const type = (event as { Type?: unknown } | null)?.Type;
  return typeof type === 'string' && type.toLowerCase() === 'timer';
}
