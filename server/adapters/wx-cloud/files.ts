import type { downloadFile } from 'wx-server-sdk';
import type { Files } from '../../ports/files';
import type { Log } from '../../ports/log';

/** Cloud storage behind the SDK. Certificates lie there, closed to every client by storage rules. */
export function wxCloudFiles(cloud: { downloadFile: typeof downloadFile }, log: Log): Files {
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

function reasonOf(error: unknown): string {
  const { errMsg, message } = error as { errMsg?: string; message?: string };
  return errMsg ?? message ?? 'unknown';
}
