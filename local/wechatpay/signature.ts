import { createHash } from 'node:crypto';

/**
 * The v2 signature: non-empty fields except `sign`, sorted by name in ASCII order, joined as
 * `k=v&…&key=API_KEY`, MD5, upper-case hex. Fields the server does not know take part too.
 * The red packet calls know MD5 only: their `sign` is 32 characters long.
 */
export function signMd5(fields: Iterable<readonly [string, string]>, apiKey: string): string {
  const pairs = [...fields]
    .filter(([name, value]) => name !== 'sign' && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  const text = [...pairs, `key=${apiKey}`].join('&');
  return createHash('md5').update(text, 'utf8').digest('hex').toUpperCase();
}

export function isSigned(fields: ReadonlyMap<string, string>, apiKey: string): boolean {
  return fields.get('sign') === signMd5(fields, apiKey);
}
