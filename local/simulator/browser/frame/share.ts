import { currentPage, type OpenPage } from '../page/stack';
import { callWx } from '../wx/call-wx';
import { make, onClick } from './dom';
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
  if (!page) return;
  const answer = ask(page, 'onShareAppMessage', event);
  const card = { ...answer, ...(await answer.promise) };
  showCard('发送给朋友', {
    title: card.title ?? page.title(),
    path: card.path ?? pathOf(page),
    imageUrl: card.imageUrl ?? '',
  });
}

/** The Moments show the same page; the mini program may only change title, query and picture. */
function shareToMoments(page: OpenPage): void {
  const answer = ask(page, 'onShareTimeline', {});
  showCard('分享到朋友圈', {
    title: answer.title ?? page.title(),
    path: `/${page.route}${answer.query ? `?${answer.query}` : ''}`,
    imageUrl: answer.imageUrl ?? '',
  });
}

interface ShareAnswer extends Partial<ShareCard> {
  readonly query?: string;
  readonly promise?: Promise<Partial<ShareCard>>;
}

function ask(page: OpenPage, hook: string, event: object): ShareAnswer {
  const handler = page.instance[hook];
  const answer: unknown = typeof handler === 'function' ? handler.call(page.instance, event) : {};
  return (answer ?? {}) as ShareAnswer;
}

function showCard(where: string, card: ShareCard) {
  last = card;
  const close = () => overlay.close();
  const dialog = make(
    'div.dialog.share-card',
    make('div.dialog-title', where),
    make(
      'div.dialog-content',
      make('div.share-title', card.title),
      make('div.share-path', card.path),
    ),
    make(
      'div.dialog-buttons',
      onClick(make('button.dialog-button', '取消'), close),
      onClick(make('button.dialog-button.dialog-confirm', '发送'), close),
    ),
  );
  const overlay = openOverlay(dialog, close);
}

const pathOf = (page: OpenPage) => `/${page.route}${page.query ? `?${page.query}` : ''}`;

/** The capsule's menu. Sharing is offered only when the page has a handler for it. */
export function openCapsuleMenu(): void {
  const page = currentPage();
  if (!page) return;
  const items: SheetItem[] = [];
  if (typeof page.instance.onShareAppMessage === 'function') {
    items.push({ text: '转发给朋友', choose: () => void sharePage({ from: 'menu' }) });
  }
  if (typeof page.instance.onShareTimeline === 'function') {
    items.push({ text: '分享到朋友圈', choose: () => shareToMoments(page) });
  }
  items.push({ text: '重新进入小程序', choose: () => callWx('reLaunch', { url: pathOf(page) }) });
  openSheet('', items, () => {});
}
