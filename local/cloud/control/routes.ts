import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import type { MovableClock } from '../../clock';
import type { LocalCloud } from '../index';
import { readJson, sendJson } from './json-http';

const InvokeBody = v.object({
  name: v.string(),
  data: v.optional(v.record(v.string(), v.unknown()), {}),
  identity: v.nullable(
    v.strictObject({
      openid: v.pipe(v.string(), v.nonEmpty()),
      appid: v.exactOptional(v.string()),
      unionid: v.exactOptional(v.string()),
      clientIp: v.exactOptional(v.string()),
    }),
  ),
});
const TimerBody = v.strictObject({ name: v.string() });
const ClockBody = v.union([
  v.strictObject({ moveByMs: v.pipe(v.number(), v.safeInteger()) }),
  v.strictObject({ offsetMs: v.pipe(v.number(), v.safeInteger()) }),
]);

type Route = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

/**
 * A phone's call, and what people at the console may do. Everything here trusts its caller: it says
 * who is asking, as WeChat's own login would. The server listens on loopback only.
 */
export function controlRoutes(
  cloud: Pick<LocalCloud, 'invoke' | 'runTimer' | 'log'>,
  clock: MovableClock,
): ReadonlyMap<string, Route> {
  const clockReading = () => ({ nowMs: clock.now(), offsetMs: clock.offsetMs });

  return new Map<string, Route>([
    [
      'POST /invoke',
      withBody(InvokeBody, ({ name, data, identity }) => cloud.invoke(name, data, identity)),
    ],
    ['POST /control/timer', withBody(TimerBody, ({ name }) => cloud.runTimer(name))],
    ['GET /control/log', async (_req, res) => sendJson(res, 200, cloud.log.entries())],
    ['GET /control/clock', async (_req, res) => sendJson(res, 200, clockReading())],
    [
      'POST /control/clock',
      withBody(ClockBody, async (move) => {
        if ('moveByMs' in move) clock.moveBy(move.moveByMs);
        else clock.setOffset(move.offsetMs);
        return clockReading();
      }),
    ],
  ]);
}

function withBody<S extends v.GenericSchema>(
  schema: S,
  answer: (body: v.InferOutput<S>) => Promise<unknown>,
): Route {
  return async (req, res) => {
    const parsed = v.safeParse(schema, await readJson(req));
    if (parsed.success) sendJson(res, 200, await answer(parsed.output));
    else sendJson(res, 400, { error: v.summarize(parsed.issues) });
  };
}
