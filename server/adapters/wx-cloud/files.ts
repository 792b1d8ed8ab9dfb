import type { deleteFile, downloadFile, getTempFileURL, uploadFile } from 'wx-server-sdk';
import type { FileStorage, Files } from '../../ports/files';
import type { Log } from '../../ports/log';

export interface CloudStorage {
  readonly downloadFile: typeof downloadFile;
  readonly uploadFile: typeof uploadFile;
  readonly getTempFileURL: typeof getTempFileURL;
  readonly deleteFile: typeof deleteFile;
}

/** The SDK takes no more in one call. */
const REMOVED_AT_ONCE = 50;

/** Cloud storage behind the SDK. Certificates lie there, closed to every client by storage rules. */
export function wxCloudFiles(cloud: Pick<CloudStorage, 'downloadFile'>, log: Log): Files {
  return {
    async download(fileId) {
      try {
        const { fileContent } = await cloud.downloadFile({ fileID: fileId });
        return new Uint8Array(fileContent);
      } catch (error) {
        log.warn('files.download-failed', { fileId, message: reasonOf(error) });
        return null;
      }
    },
  };
}

export function wxCloudFileStorage(cloud: CloudStorage, log: Log): FileStorage {
  return {
    ...wxCloudFiles(cloud, log),

    async upload(path, bytes) {
      const fileContent = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const { fileID } = await cloud.uploadFile({ cloudPath: path, fileContent });
      if (!fileID) throw new Error(`cloud storage took ${path} and named no file`);
      return fileID;
    },

    async temporaryUrl(fileId, validForMs) {
      const maxAge = Math.floor(validForMs / 1000);
      const answer = await cloud.getTempFileURL({ fileList: [{ fileID: fileId, maxAge }] });
      return answer?.fileList[0]?.tempFileURL || null;
    },

    async remove(fileIds) {
      for (let at = 0; at < fileIds.length; at += REMOVED_AT_ONCE) {
        const fileList = fileIds.slice(at, at + REMOVED_AT_ONCE);
        try {
          await cloud.deleteFile({ fileList });
        } catch (error) {
          log.warn('files.remove-failed', { count: fileList.length, message: reasonOf(error) });
        }
      }
    },
  };
}

function reasonOf(error: unknown): string {
  const { errMsg, message } = error as { errMsg?: string; message?: string };
  return errMsg ?? message ?? 'unknown';
}
