import { fileUrl } from '../file-url';
import type { Builtin } from './define';

/** The mode decides the fit; the modes that keep one side are in styles/builtins.css under `data-mode`. */
const FITS: Record<string, [fit: string, position: string]> = {
  scaleToFill: ['fill', 'center'],
  aspectFit: ['contain', 'center'],
  aspectFill: ['cover', 'center'],
  widthFix: ['fill', 'center'],
  heightFix: ['fill', 'center'],
  top: ['none', 'top'],
  bottom: ['none', 'bottom'],
  center: ['none', 'center'],
  left: ['none', 'left'],
  right: ['none', 'right'],
  'top left': ['none', 'top left'],
  'top right': ['none', 'top right'],
  'bottom left': ['none', 'bottom left'],
  'bottom right': ['none', 'bottom right'],
};

export const image: Builtin = {
  tag: 'image',
  properties: {
    src: String,
    mode: { type: String, value: 'scaleToFill' },
    lazyLoad: Boolean,
    webp: Boolean,
    showMenuByLongpress: Boolean,
  },
  setup(host) {
    const picture = host.inner<HTMLImageElement>('img');
    picture.draggable = false;
    picture.addEventListener('load', () =>
      host.emit('load', { width: picture.naturalWidth, height: picture.naturalHeight }),
    );
    picture.addEventListener('error', () =>
      host.emit('error', { errMsg: `GET ${host.text('src')} 404 (Not Found)` }),
    );
    host.watch(['src'], () => {
      const src = host.text('src');
      picture.hidden = src === '';
      if (src) picture.src = fileUrl(src);
      else picture.removeAttribute('src');
    });
    host.watch(['mode'], () => {
      const [fit, position] = FITS[host.text('mode')] ?? ['fill', 'center'];
      host.element.dataset.mode = host.text('mode');
      picture.style.objectFit = fit;
      picture.style.objectPosition = position;
    });
  },
};

export const coverImage: Builtin = { ...image, tag: 'cover-image' };
