import type { FileStorage } from '../../ports/files';

const SCHEME = 'cloud://memory/';

/** Cloud storage in a map, for tests and simulations. */
export function memoryFiles(): FileStorage & { readonly byPath: ReadonlyMap<string, Uint8Array> } {
  const byPath = new Map<string, Uint8Array>();
  const pathOf = (fileId: string) => fileId.slice(SCHEME.length);
  return {
    byPath,
    download: async (fileId) => byPath.get(pathOf(fileId))?.slice() ?? null,
    async upload(path, bytes) {
      byPath.set(path, bytes.slice());
      return SCHEME + path;
    },
    async temporaryUrl(fileId) {
      return byPath.has(pathOf(fileId)) ? `https://memory.example/${pathOf(fileId)}` : null;
    },
    async remove(fileIds) {
      for (const fileId of fileIds) byPath.delete(pathOf(fileId));
    },
  };
}
