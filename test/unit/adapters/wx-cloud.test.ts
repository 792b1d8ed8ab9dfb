import { wxCloudFiles } from '../../../server/adapters/wx-cloud/files';
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
