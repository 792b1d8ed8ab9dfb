import { fileUrl } from '../file-url';
import { make, onClick } from '../frame/dom';
import { openOverlay, openSheet } from '../frame/overlay';
import { ApiFailure } from './async-api';
import { dialogApis } from './dialogs';

let clipboard = '';

/** What the mini program put on the clipboard; browsers do not always let it onto the real one. */
export const clipboardText = () => clipboard;

type AccelerometerListener = (force: { x: number; y: number; z: number }) => void;
const accelerometer = new Set<AccelerometerListener>();

/** Moves the phone as a hand that shakes it would. */
export function shake(): void {
  for (let beat = 0; beat < 8; beat += 1) {
    setTimeout(() => {
      for (const listener of accelerometer) listener({ x: beat % 2 ? 2.4 : -2.4, y: 0.4, z: 1 });
    }, beat * 60);
  }
}

/** A sheet that stands for a part of the phone: the tester chooses how it answers. */
function ask<Result>(title: string, allow: string, result: Result): Promise<Result> {
  return new Promise((resolve, reject) => {
    openSheet(title, [{ text: allow, choose: () => resolve(result) }], () =>
      reject(new ApiFailure('cancel')),
    );
  });
}

function previewImage({ urls, current }: { urls: string[]; current?: string }) {
  const picture = make('img.preview-image') as HTMLImageElement;
  picture.src = fileUrl(current ?? urls[0] ?? '');
  const frame = onClick(make('div.preview', picture), () => overlay.close());
  const overlay = openOverlay(frame);
}

async function setClipboardData({ data }: { data: string }) {
  clipboard = String(data);
  await navigator.clipboard?.writeText(clipboard).catch(() => {});
  void dialogApis.showToast({ title: '内容已复制', icon: 'success' });
  return { data: clipboard };
}

function pickFiles(accept: string, multiple: boolean): Promise<File[]> {
  return new Promise((resolve, reject) => {
    const field = document.createElement('input');
    Object.assign(field, { type: 'file', accept, multiple });
    field.addEventListener('change', () => resolve([...(field.files ?? [])]));
    field.addEventListener('cancel', () => reject(new ApiFailure('cancel')));
    field.click();
  });
}

async function chooseImage({ count = 9 }: { count?: number }) {
  const files = await pickFiles('image/*', count > 1);
  const tempFiles = files.map((file) => ({ path: URL.createObjectURL(file), size: file.size }));
  return { tempFiles, tempFilePaths: tempFiles.map(({ path }) => path) };
}

export const deviceAsync = {
  /** Most computers have no motor: the call is accepted and nothing moves. */
  vibrateShort: () => void navigator.vibrate?.(15),
  vibrateLong: () => void navigator.vibrate?.(400),
  setClipboardData,
  getClipboardData: () => ({ data: clipboard }),
  hideKeyboard: () => (document.activeElement as HTMLElement | null)?.blur(),
  setKeepScreenOn: () => {},
  startAccelerometer: () => {},
  stopAccelerometer: () => {},
  makePhoneCall: ({ phoneNumber }: { phoneNumber: string }) => ask(phoneNumber, '呼叫', {}),
  scanCode: () =>
    ask('扫码', '扫到 simulator-code', {
      result: 'simulator-code',
      scanType: 'QR_CODE',
      charSet: 'utf-8',
    }),
  previewImage,
  chooseImage,
  async chooseMedia({ count = 9 }: { count?: number }) {
    const { tempFiles } = await chooseImage({ count });
    return {
      type: 'image',
      tempFiles: tempFiles.map(({ path, size }) => ({
        tempFilePath: path,
        size,
        fileType: 'image',
      })),
    };
  },
  async chooseMessageFile({ count = 1 }: { count?: number }) {
    const files = await pickFiles('', count > 1);
    return {
      tempFiles: files.map((file) => ({
        path: URL.createObjectURL(file),
        name: file.name,
        size: file.size,
        type: 'file',
      })),
    };
  },
  saveImageToPhotosAlbum({ filePath }: { filePath: string }) {
    const link = document.createElement('a');
    Object.assign(link, { href: filePath, download: 'image.png' });
    link.click();
  },
  getImageInfo: ({ src }: { src: string }) =>
    new Promise((resolve, reject) => {
      const picture = new Image();
      picture.onload = () =>
        resolve({
          width: picture.naturalWidth,
          height: picture.naturalHeight,
          path: src,
          orientation: 'up',
          type: 'png',
        });
      picture.onerror = () => reject(new ApiFailure('file not found'));
      picture.src = fileUrl(src);
    }),
};

export const deviceSync = {
  onAccelerometerChange: (listener: AccelerometerListener) => {
    accelerometer.add(listener);
  },
  offAccelerometerChange: (listener?: AccelerometerListener) => {
    if (listener) accelerometer.delete(listener);
    else accelerometer.clear();
  },
  onKeyboardHeightChange() {},
  offKeyboardHeightChange() {},
  onUserCaptureScreen() {},
  offUserCaptureScreen() {},
  onMemoryWarning() {},
};
