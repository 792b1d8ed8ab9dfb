import {
  type CloudStorage,
  wxCloudFileStorage,
  wxCloudFiles,
} from '../../../server/adapters/wx-cloud/files';
import { type OpenApi, wxCloudTextCheck } from '../../../server/adapters/wx-cloud/text-check';
import type { Log } from '../../../server/ports/log';

function listLog(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const write = (event: string) => void lines.push(event);
  return { log: { info: write, warn: write, alert: write }, lines };
}

describe('the text check', () => {
  const check = (answer: () => Promise<{ result?: { suggest?: string } }>) => {
    const { log, lines } = listLog();
    const openapi: OpenApi = { security: { msgSecCheck: answer } };
    return { lines, verdict: wxCloudTextCheck(openapi, log)('新年快乐', 'o1') };
  };

  it.each([
    ['pass', 'pass'],
    ['risky', 'refused'],
    ['review', 'refused'],
    ['', 'unavailable'],
  ])('turns the suggestion %j into %s', async (suggest, expected) => {
    expect(await check(async () => ({ result: { suggest } })).verdict).toBe(expected);
  });

  it('takes an answer without a verdict, and an error, as no answer', async () => {
    const { verdict, lines } = check(async () => ({}));
    expect(await verdict).toBe('unavailable');
    expect(lines).toEqual(['text-check.strange-answer']);
    const failing = check(() => Promise.reject({ errCode: -604101, errMsg: 'no permission' }));
    expect(await failing.verdict).toBe('unavailable');
    expect(failing.lines).toEqual(['text-check.failed']);
  });

  it('knows the error with which the older interface refuses a text', async () => {
    expect(await check(() => Promise.reject({ errCode: 87014 })).verdict).toBe('refused');
  });

  it('does not wait for ever', async () => {
    jest.useFakeTimers();
    try {
      const { verdict } = check(() => new Promise(() => {}));
      await jest.advanceTimersByTimeAsync(3_100);
      expect(await verdict).toBe('unavailable');
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('files', () => {
  it('come from cloud storage by their id', async () => {
    const { log } = listLog();
    const downloadFile = async ({ fileID }: { fileID: string }) => ({
      fileContent: Buffer.from(`content of ${fileID}`),
      statusCode: 200,
      errMsg: 'ok',
    });
    const bytes = await wxCloudFiles({ downloadFile }, log).download('cloud://x');
    expect(Buffer.from(bytes!).toString()).toBe('content of cloud://x');
  });

  it('that cannot be had now are null, with a line in the log', async () => {
    const { log, lines } = listLog();
    const downloadFile = () => Promise.reject(new Error('STORAGE_FILE_NONEXIST'));
    expect(await wxCloudFiles({ downloadFile }, log).download('cloud://x')).toBeNull();
    expect(lines).toEqual(['files.download-failed']);
  });
});

describe('cloud storage', () => {
  /** What the SDK is asked, and answers as its documentation says. */
  function storage(part: Partial<CloudStorage> = {}) {
    const { log, lines } = listLog();
    const asked: unknown[] = [];
    const cloud = {
      uploadFile: async (request: unknown) => {
        asked.push(request);
        return { fileID: 'cloud://env/a.csv', statusCode: 200, errMsg: 'ok' };
      },
      getTempFileURL: async (request: unknown) => {
        asked.push(request);
        return { fileList: [{ fileID: 'cloud://env/a.csv', tempFileURL: 'https://x/a.csv' }] };
      },
      deleteFile: async (request: unknown) => void asked.push(request),
      ...part,
    } as unknown as CloudStorage;
    return { files: wxCloudFileStorage(cloud, log), asked, lines };
  }

  it('takes exactly the bytes it was given, also of a part of a larger buffer', async () => {
    const { files, asked } = storage();
    const bytes = new Uint8Array([9, 1, 2, 3, 9]).subarray(1, 4);
    expect(await files.upload('exports/a.csv', bytes)).toBe('cloud://env/a.csv');
    expect(asked).toEqual([{ cloudPath: 'exports/a.csv', fileContent: Buffer.from([1, 2, 3]) }]);
  });

  it('hands out an address for so long, and none for a file that is gone', async () => {
    const { files, asked } = storage();
    expect(await files.temporaryUrl('cloud://env/a.csv', 7_200_000)).toBe('https://x/a.csv');
    expect(asked).toEqual([{ fileList: [{ fileID: 'cloud://env/a.csv', maxAge: 7_200 }] }]);
    const gone = storage({
      getTempFileURL: (async () => ({ fileList: [{ tempFileURL: '' }] })) as never,
    });
    expect(await gone.files.temporaryUrl('cloud://env/a.csv', 1_000)).toBeNull();
  });

  it('is cleared in lots that the SDK takes, and a refusal only goes to the log', async () => {
    const { files, asked } = storage();
    await files.remove(Array.from({ length: 120 }, (_, no) => `cloud://env/${no}`));
    expect(asked.map((request) => (request as { fileList: [] }).fileList.length)).toEqual([
      50, 50, 20,
    ]);
    const refusing = storage({ deleteFile: (() => Promise.reject(new Error('no'))) as never });
    await refusing.files.remove(['cloud://env/a']);
    expect(refusing.lines).toEqual(['files.remove-failed']);
  });
});
