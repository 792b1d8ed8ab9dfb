import { warnOnce } from '../warn-once';
import { ApiFailure, asyncApis } from './async-api';
import { requireNetwork } from './network';
import { askServer } from './server';

interface CallOptions {
  name: string;
  data?: unknown;
}

interface FileOptions {
  fileList: (string | { fileID: string })[];
}

/** A mark in `data` that WeChat replaces by the decrypted object before the function sees it. */
class CloudID {
  constructor(readonly cloudID: string) {}

  toJSON() {
    return { $cloudID: this.cloudID };
  }
}

let requests = 0;

async function callFunction({ name, data = {} }: CallOptions) {
  const result = await askServer('cloud/callFunction', { name, data });
  requests += 1;
  return { result, requestID: `simulator-${requests}` };
}

async function getTempFileURL({ fileList }: FileOptions) {
  requireNetwork();
  const answers = fileList.map(async (file) => {
    const fileID = typeof file === 'string' ? file : file.fileID;
    try {
      const tempFileURL = await askServer('cloud/getTempFileURL', { fileId: fileID });
      return { fileID, tempFileURL, status: 0, errMsg: 'ok' };
    } catch (error) {
      return {
        fileID,
        tempFileURL: '',
        status: 1,
        errMsg: error instanceof Error ? error.message : String(error),
      };
    }
  });
  return { fileList: await Promise.all(answers) };
}

const notHere = (name: string) => () => {
  warnOnce(`wx.cloud.${name} is not supported`);
  throw new ApiFailure('not supported by the simulator');
};

export const cloud = {
  init() {},
  /** Called with or without `new`. */
  CloudID: function createCloudId(cloudId: string) {
    return new CloudID(cloudId);
  },
  ...renamed(
    asyncApis({
      'cloud.callFunction': callFunction,
      'cloud.getTempFileURL': getTempFileURL,
      'cloud.uploadFile': notHere('uploadFile'),
      'cloud.downloadFile': notHere('downloadFile'),
      'cloud.deleteFile': notHere('deleteFile'),
      'cloud.callContainer': notHere('callContainer'),
    }),
  ),
  /** The phone has no right to the database: every collection is closed to it. */
  database: notHere('database'),
};

function renamed<Value>(apis: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(apis).map(([name, api]) => [name.replace('cloud.', ''), api]),
  );
}
