import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBytes } from './body';

/** Large enough to let an event over the platform's 100 KB reach the check that refuses it. */
const BODY_BYTES_MAX = 1024 * 1024;

/**
 * The JSON body of a request, or null when it is not JSON or too long. Asking for the content type
 * keeps other pages of the same browser out: they cannot send it without permission.
 */
export async function readJson(req: IncomingMessage): Promise<unknown> {
  const body = await readBytes(req, BODY_BYTES_MAX);
  const isJson = req.headers['content-type']?.split(';')[0] === 'application/json';
  if (!isJson || body === null) return null;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}

export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  res.end(JSON.stringify(body));
}
