import { webViewName } from '../../web-view-name';
import { callWx } from '../wx/call-wx';
import { phoneId } from '../wx/phone';
import type { Builtin } from './define';

/** What a page inside may ask of the mini program around it (serve/jweixin.ts sends it). */
interface PageMessage {
  readonly miniProgram?: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

const NAVIGATIONS = ['navigateTo', 'navigateBack', 'switchTab', 'reLaunch', 'redirectTo'];

/**
 * A web page that fills the whole page of the mini program. What it posts is told by `bindmessage`
 * when the mini program goes back or the tag goes away, as in WeChat. A page that cannot be reached
 * shows the browser's own error: only an address that is none fires `binderror`.
 */
export const webView: Builtin = {
  tag: 'web-view',
  properties: { src: String },
  setup(host) {
    const frame = document.createElement('iframe');
    frame.className = 'wx-web-view-frame';
    frame.name = webViewName(phoneId);
    const messages: unknown[] = [];
    const deliver = () => {
      if (messages.length > 0) host.emit('message', { data: messages.splice(0) });
    };

    const hear = ({ source, data }: MessageEvent<PageMessage | null>) => {
      if (source !== frame.contentWindow) return;
      const { miniProgram = '', options = {} } = Object(data) as PageMessage;
      if (miniProgram === 'postMessage') messages.push(options.data);
      if (!NAVIGATIONS.includes(miniProgram)) return;
      deliver();
      callWx(miniProgram, { ...options, fail: console.warn });
    };
    addEventListener('message', hear);
    frame.addEventListener('load', () => host.emit('load', { src: host.text('src') }));
    host.watch(['src'], () => {
      const src = host.text('src');
      if (src === '') return;
      if (/^https?:\/\//.test(src)) {
        frame.src = src;
        host.element.append(frame);
      } else setTimeout(() => host.emit('error', { src }));
    });
    host.onDetached(() => {
      removeEventListener('message', hear);
      deliver();
    });
  },
};
