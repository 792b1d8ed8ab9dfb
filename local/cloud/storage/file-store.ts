import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Bytes by cloud path. Paths have passed `isCloudPath`, so they cannot leave the folder. */
export interface FileStore {
  put(path: string, bytes: Uint8Array): Promise<void>;
  get(path: string): Promise<Uint8Array | null>;
  has(path: string): Promise<boolean>;
  /** False when there was no such file. */
  delete(path: string): Promise<boolean>;
}

/**
 * The platform's rule for cloud paths: letters, digits, Chinese and `!-_.*()`, in parts separated by
 * single slashes, none at the ends. `.` and `..` are refused as parts: here a part is a real folder.
 */
export function isCloudPath(path: string): boolean {
  if (Buffer.byteLength(encodeURI(path)) > 850) return false;
  return path
    .split('/')
    .every((part) => /^[\w\-!.*()\u4e00-\u9fff]+$/.test(part) && part !== '.' && part !== '..');
}

export function memoryFileStore(): FileStore {
  const files = new Map<string, Uint8Array>();
  return {
    async put(path, bytes) {
      files.set(path, Uint8Array.from(bytes));
    },
    get: async (path) => files.get(path) ?? null,
    has: async (path) => files.has(path),
    delete: async (path) => files.delete(path),
  };
}

export function diskFileStore(folder: string): FileStore {
  const has = (path: string) =>
    stat(join(folder, path)).then(
      (entry) => entry.isFile(),
      (error: unknown) => absent(error, false),
    );
  return {
    async put(path, bytes) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes);
    },
    get: (path) => readFile(join(folder, path)).catch((error: unknown) => absent(error, null)),
    has,
    async delete(path) {
      if (!(await has(path))) return false;
      await rm(join(folder, path));
      return true;
    },
  };
}

function absent<T>(error: unknown, answer: T): T {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return answer;
  throw error;
}
