import * as v from 'valibot';

const WEEK_MS = 7 * 24 * 3_600_000;
const BALANCE_FEN_MOST = 100_000_000;

const No = v.pipe(v.string(), v.minLength(1), v.maxLength(64));

/** What a button of the console page sends. */
const COMMAND = v.variant('do', [
  v.strictObject({
    do: v.literal('add-phone'),
    name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(12)),
  }),
  v.strictObject({ do: v.literal('open-bill'), billNo: No }),
  v.strictObject({ do: v.literal('expire-bill'), billNo: No }),
  v.strictObject({
    do: v.literal('transfer'),
    billNo: No,
    step: v.picklist(['confirm', 'decline', 'expire']),
  }),
  v.strictObject({ do: v.literal('order'), no: No, step: v.picklist(['pay', 'abandon']) }),
  v.strictObject({
    do: v.literal('refund'),
    no: No,
    as: v.picklist(['SUCCESS', 'CHANGE', 'REFUNDCLOSE']),
  }),
  v.strictObject({ do: v.literal('deliver-callbacks') }),
  v.strictObject({
    do: v.literal('set-balance'),
    fen: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(BALANCE_FEN_MOST)),
  }),
  v.strictObject({
    do: v.literal('move-clock'),
    byMs: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(WEEK_MS)),
  }),
  v.strictObject({
    do: v.literal('crowd'),
    count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
  }),
]);

export type Command = v.InferOutput<typeof COMMAND>;

/** Null for what no button of the console sends. */
export function readCommand(text: string): Command | null {
  const parsed = v.safeParse(COMMAND, parseJson(text));
  return parsed.success ? parsed.output : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
