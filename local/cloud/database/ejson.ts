import { EJSON } from 'bson';
import { Refusal, requestFailed } from './refusal';

export type DocumentId = string | number;
export type Fields = Record<string, unknown>;
export type Document = Readonly<Fields> & { readonly _id: DocumentId };

/** MongoDB's limit for one document. */
const DOCUMENT_CHARS_MAX = 16 * 1024 * 1024;

/**
 * Reads an EJSON text of the SDK into plain values: numbers, strings, booleans, null, Date, RegExp,
 * arrays and objects. `db.serverDate()` becomes a Date at `nowMs` plus its offset.
 * INVALID_PARAM: not EJSON, or a BSON type that the stand-in does not keep.
 */
export function decode(text: string, nowMs: number): unknown {
  let value: unknown;
  try {
    value = EJSON.parse(text);
  } catch (error) {
    throw new Refusal('INVALID_PARAM', `not EJSON: ${(error as Error).message}`);
  }
  return revive(value, nowMs);
}

/** Like `decode`, for texts that must hold an object: queries, updates, documents, orders. */
export function decodeObject(text: string, nowMs: number): Fields {
  const value = decode(text, nowMs);
  if (!isFields(value)) throw new Refusal('INVALID_PARAM', `an object is expected, not ${text}`);
  return value;
}

/** Canonical EJSON: every number carries its BSON type. The same text is stored and answered. */
export function encode(value: Readonly<Fields>): string {
  const text = EJSON.stringify(value, { relaxed: false });
  if (text.length > DOCUMENT_CHARS_MAX) {
    throw new Refusal('INVALID_PARAM', 'a document has 16 MB at most');
  }
  return text;
}

export function isFields(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !(value instanceof Date) && !(value instanceof RegExp);
}

/** Refuses field names that MongoDB does not store or no path can reach. */
export function refuseUnstorable(value: unknown): void {
  if (Array.isArray(value)) {
    for (const element of value) refuseUnstorable(element);
  }
  if (!isFields(value)) return;
  for (const [name, inner] of Object.entries(value)) {
    if (name.startsWith('$') || name.includes('.')) {
      throw requestFailed(`The field name '${name}' in ${encode(value)} is not valid for storage.`);
    }
    refuseUnstorable(inner);
  }
}

/** The tree was just parsed and belongs to nobody else, so it is changed in place. */
function revive(value: unknown, nowMs: number): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) value[i] = revive(value[i], nowMs);
    return value;
  }
  const fields = value as Fields;
  const bsonType = fields._bsontype;
  if (bsonType === 'BSONRegExp') return toRegExp(fields.pattern, fields.options);
  if (bsonType !== undefined) {
    throw new Refusal('INVALID_PARAM', `the local cloud does not keep ${String(bsonType)} values`);
  }
  if (isFields(fields.$tcb_server_date)) {
    const offsetMs = fields.$tcb_server_date.offset ?? 0;
    if (typeof offsetMs !== 'number') throw new Refusal('INVALID_PARAM', 'serverDate offset');
    return new Date(nowMs + offsetMs);
  }
  for (const key of Object.keys(fields)) {
    if (key === '__proto__') throw new Refusal('INVALID_PARAM', 'a field named __proto__');
    fields[key] = revive(fields[key], nowMs);
  }
  return fields;
}

function toRegExp(pattern: unknown, options: unknown): RegExp {
  const flags = String(options);
  if (!/^[imsu]*$/.test(flags)) {
    throw new Refusal('INVALID_PARAM', `regular expression options "${flags}": only i, m, s, u`);
  }
  try {
    return new RegExp(String(pattern), flags);
  } catch (error) {
    throw new Refusal('INVALID_PARAM', (error as Error).message);
  }
}
