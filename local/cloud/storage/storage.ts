import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { readBytes } from '../control/body';
import { ENV_ID } from '../functions/environment';
import { type FileStore, isCloudPath } from './file-store';

export interface Storage {
  /** Stores a file as an upload by the SDK would; answers its file id. */
  put(path: string, bytes: Uint8Array): Promise<string>;
  /** Answers one JSON action whose name starts with `storage.`; mistakes are `{code, message}`. */
  handle(action: string, body: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** `PUT` and `GET` of `/storage/<path>`, the addresses that the actions hand out. */
  serve(req: IncomingMessage, res: ServerResponse): Promise<void>;
}

const FILE_ID_PREFIX = `cloud://${ENV_ID}.local-bucket/`;
const ROUTE = '/storage/';
const DEFAULT_MAX_AGE_SECONDS = 2 * 60 * 60;
const UPLOAD_MAX_AGE_SECONDS = 15 * 60;
const FILE_BYTES_MAX = 50 * 1024 * 1024;

const UploadBody = v.object({ path: v.string() });
const DownloadBody = v.object({
  file_list: v.pipe(
    v.array(v.object({ fileid: v.string(), max_age: v.optional(v.number()) })),
    v.maxLength(50),
  ),
});
const DeleteBody = v.object({ fileid_list: v.pipe(v.array(v.string()), v.maxLength(50)) });

/** The id under which a path of this cloud's storage is known, whether or not a file lies there yet. */
export function fileIdOf(path: string): string {
  return FILE_ID_PREFIX + path;
}

/** Cloud storage: the SDK asks `/admin` for an address, then moves the bytes over that address. */
export function openStorage(files: FileStore, baseUrl: string, nowMs: () => number): Storage {
  const secret = randomBytes(32);
  const signature = (method: 'PUT' | 'GET', path: string, expiresAtMs: number) =>
    createHmac('sha256', secret).update(`${method} ${path} ${expiresAtMs}`).digest('hex');

  /** `<expiry>.<signature>`: good for one method, one path, until then by the movable clock. */
  const ticket = (method: 'PUT' | 'GET', path: string, maxAgeSeconds: number) => {
    const expiresAtMs = nowMs() + maxAgeSeconds * 1000;
    return `${expiresAtMs}.${signature(method, path, expiresAtMs)}`;
  };

  function accepts(method: 'PUT' | 'GET', path: string, given: string): boolean {
    const [expiry = '', hex = ''] = given.split('.');
    const expected = Buffer.from(signature(method, path, Number(expiry)));
    const actual = Buffer.from(hex);
    return (
      expected.length === actual.length &&
      timingSafeEqual(expected, actual) &&
      nowMs() < Number(expiry)
    );
  }

  function uploadMetadata(body: unknown): Record<string, unknown> {
    const parsed = v.safeParse(UploadBody, body);
    if (!parsed.success) return invalid('path is missing');
    const { path } = parsed.output;
    if (!isCloudPath(path)) {
      return { code: 'STORAGE_SIGN_PARAM_INVALID', message: `not a cloud path: ${path}` };
    }
    const authorization = ticket('PUT', path, UPLOAD_MAX_AGE_SECONDS);
    return {
      data: {
        url: encodeURI(`${baseUrl}${ROUTE}${path}`),
        token: 'local',
        authorization,
        fileId: fileIdOf(path),
        cosFileId: 'local',
      },
    };
  }

  async function downloadUrls(body: unknown): Promise<Record<string, unknown>> {
    const parsed = v.safeParse(DownloadBody, body);
    if (!parsed.success) return invalid('file_list has up to 50 files');
    const download_list = await Promise.all(
      parsed.output.file_list.map(async ({ fileid, max_age }) => {
        const path = pathOf(fileid);
        if (path === null || !(await files.has(path))) return nonExistent(fileid);
        const maxAge = max_age ?? DEFAULT_MAX_AGE_SECONDS;
        // Not percent-encoded: the SDK encodes the address itself before it downloads.
        const tempFileURL = `${baseUrl}${ROUTE}${path}?ticket=${ticket('GET', path, maxAge)}`;
        return { code: 'SUCCESS', fileID: fileid, tempFileURL, maxAge };
      }),
    );
    return { data: { download_list } };
  }

  async function deleteFiles(body: unknown): Promise<Record<string, unknown>> {
    const parsed = v.safeParse(DeleteBody, body);
    if (!parsed.success) return invalid('fileid_list has up to 50 files');
    const delete_list = await Promise.all(
      parsed.output.fileid_list.map(async (fileid) => {
        const path = pathOf(fileid);
        if (path === null || !(await files.delete(path))) return nonExistent(fileid);
        return { code: 'SUCCESS', fileID: fileid };
      }),
    );
    return { data: { delete_list } };
  }

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '/', baseUrl);
    const path = decodeURIComponent(url.pathname.slice(ROUTE.length));
    const { method } = req;
    const given =
      method === 'PUT' ? (req.headers.authorization ?? '') : (url.searchParams.get('ticket') ?? '');
    if ((method !== 'PUT' && method !== 'GET') || !accepts(method, path, given)) {
      req.resume();
      res.writeHead(403).end();
      return;
    }
    if (method === 'GET') {
      const bytes = await files.get(path);
      if (bytes === null) res.writeHead(404).end();
      else res.writeHead(200, { 'content-type': 'application/octet-stream' }).end(bytes);
      return;
    }
    const bytes = await readBytes(req, FILE_BYTES_MAX);
    if (bytes === null) {
      res.writeHead(413).end();
      return;
    }
    await files.put(path, bytes);
    res.writeHead(200).end();
  }

  return {
    async put(path, bytes) {
      if (!isCloudPath(path)) throw new Error(`not a cloud path: ${path}`);
      await files.put(path, bytes);
      return FILE_ID_PREFIX + path;
    },
    async handle(action, body) {
      if (action === 'storage.getUploadMetadata') return uploadMetadata(body);
      if (action === 'storage.batchGetDownloadUrl') return downloadUrls(body);
      if (action === 'storage.batchDeleteFile') return deleteFiles(body);
      return invalid(`${action} is not emulated`);
    },
    serve,
  };
}

function pathOf(fileId: string): string | null {
  if (!fileId.startsWith(FILE_ID_PREFIX)) return null;
  const path = fileId.slice(FILE_ID_PREFIX.length);
  return isCloudPath(path) ? path : null;
}

function nonExistent(fileID: string): Record<string, unknown> {
  return { code: 'STORAGE_FILE_NONEXIST', fileID, message: 'storage file not exists' };
}

function invalid(message: string): Record<string, unknown> {
  return { code: 'INVALID_PARAM', message };
}
