import { currentPage } from '../page/stack';
import { callWx } from '../wx/call-wx';
import { make } from './dom';
import { openOverlay, openSheet, type SheetItem } from './overlay';

export interface ShareCard {
  readonly title: string;
  readonly path: string;
  readonly imageUrl: string;
}

interface ShareEvent {
  readonly from: 'button' | 'menu';
  readonly target?: unknown;
}

let last: ShareCard | null = null;

/** The card that was shared last; null before the first. */
export function lastShare(): ShareCard | null {
  return last;
}

/** Asks the open page for its card and shows it as the chat would. */
export async function sharePage(event: ShareEvent): Promise<void> {
  const page = currentPage();
  const handler = page?.instance.onShareAppMessage;
  if (!page || typeof handler !== 'function') return;
  const answer = (handler.call(page.instance, event) ?? {}) as Partial<ShareCard> & {
    promise?: Promise<Partial<ShareCard>>;
  };
  const card = { ...answer, ...(await answer.promise) };
  last = {
    title: card.title ?? page.title(),
    path: card.path ?? `/${page.route}${page.query ? `?${page.query}` : ''}`,
    imageUrl: card.imageUrl ?? '',
  };
  const close = () => overlay.close();
  const send = make('button.dialog-button.dialog-confirm', '发送');
  const cancel = make('button.dialog-button', '取消');
  send.addEventListener('click', close);
  cancel.addEventListener('click', close);
  const dialog = make(
    'div.dialog.share-card',
    make('div.dialog-title', '发送给朋友'),
    make(
      'div.dialog-content',
      make('div.share-title', last.title),
      make('div.share-path', last.path),
    ),
    make('div.dialog-buttons', cancel, send),
  );
  const overlay = openOverlay(dialog, close);
}

/** The capsule's menu. Forwarding is offered only when the page has a handler for it. */
export function openCapsuleMenu(): void {
  const page = currentPage();
  const items: SheetItem[] = [];
  if (typeof page?.instance.onShareAppMessage === 'function') {
    items.push({ text: '转发给朋友', choose: () => void sharePage({ from: 'menu' }) });
  }
  if (typeof page?.instance.onShareTimeline === 'function') {
    items.push({ text: '分享到朋友圈', choose: () => void sharePage({ from: 'menu' }) });
  }
  items.push({
    text: '重新进入小程序',
    choose: () =>
      callWx('reLaunch', { url: `/${page?.route ?? ''}${page?.query ? `?${page.query}` : ''}` }),
  });
  openSheet('', items, () => {});
}
