import type { IncomingMessage } from 'node:http';

/** The body of a request; null when it is longer than `maxBytes`. Read to its end either way. */
export async function readBytes(req: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let byteLength = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    byteLength += chunk.length;
    if (byteLength <= maxBytes) chunks.push(chunk); // the rest is read and dropped
  }
  return byteLength > maxBytes ? null : Buffer.concat(chunks);
}
