import { ApiFailure } from './async-api';

/** The members that WeChat's canvas has and a browser's has not. */
export function miniProgramCanvas(canvas: HTMLCanvasElement): HTMLCanvasElement {
  return Object.assign(canvas, {
    requestAnimationFrame: (callback: FrameRequestCallback) => requestAnimationFrame(callback),
    cancelAnimationFrame: (id: number) => cancelAnimationFrame(id),
    createImage: () => new MiniProgramImage(),
    createPath2D: (path?: Path2D | string) => new Path2D(path),
    createImageData: (width: number, height: number) => new ImageData(width, height),
  });
}

/** A canvas loads pictures by the mini program's paths. */
class MiniProgramImage extends Image {
  override set src(path: string) {
    super.src = path.startsWith('/') ? `files${path}` : path;
  }

  override get src(): string {
    return super.src;
  }
}

interface ExportOptions {
  canvas?: HTMLCanvasElement;
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  destWidth?: number;
  destHeight?: number;
  fileType?: 'png' | 'jpg';
  quality?: number;
}

export const canvasAsync = {
  async canvasToTempFilePath(options: ExportOptions) {
    const source = options.canvas;
    if (!source) throw new ApiFailure('canvas is empty');
    const { x = 0, y = 0, width = source.width, height = source.height } = options;
    const target = document.createElement('canvas');
    target.width = options.destWidth ?? width;
    target.height = options.destHeight ?? height;
    target
      .getContext('2d')
      ?.drawImage(source, x, y, width, height, 0, 0, target.width, target.height);
    const type = options.fileType === 'jpg' ? 'image/jpeg' : 'image/png';
    const blob = await new Promise<Blob | null>((done) =>
      target.toBlob(done, type, options.quality),
    );
    if (!blob) throw new ApiFailure('create bitmap failed');
    return { tempFilePath: URL.createObjectURL(blob) };
  },
};

export const canvasSync = {
  createOffscreenCanvas({ width = 300, height = 150 }: { width?: number; height?: number } = {}) {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width, height });
    return miniProgramCanvas(canvas);
  },
};
