import type { LinkOutcome } from '../usecases/identity/link';
import type { HttpResponse } from './http-event';

const WORDS: Readonly<Record<LinkOutcome, { readonly title: string; readonly text: string }>> = {
  linked: { title: '关联成功', text: '红包会发到公众号的聊天里，返回小程序即可查看。' },
  expired: { title: '页面已过期', text: '请返回小程序，重新点一次“去关联”。' },
  taken: { title: '已关联其他账号', text: '这个微信号已经关联过，如有疑问请联系主办方。' },
  'another-person': { title: '不是同一个微信号', text: '请用领红包的微信号打开本页。' },
  unavailable: { title: '暂时没有连上', text: '请返回小程序，稍后再试。' },
};

/** The page a visitor sees after coming back; it says how it went and leads back to the mini program. */
export function linkPage(outcome: LinkOutcome): HttpResponse {
  const { title, text } = WORDS[outcome];
  return {
    statusCode: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      // The address holds code and state: it is told to nobody.
      'referrer-policy': 'no-referrer',
    },
    body: page(outcome === 'linked', title, text),
  };
}

/**
 * In the colours of the mini program (`theme/tokens.wxss`), from which it is opened and to which it leads
 * back. The script is WeChat's own: only with it can a page in a web-view lead back. Where the web-view is a
 * frame, as in the simulator, the frame's owner is asked.
 */
function page(isGood: boolean, title: string, text: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
  :root { color-scheme: light dark; --paper: #fff7ec; --ink: #2b1a14; --ink-2: #6b5750; --brand: #e64a3b; --mark: ${isGood ? '#1a7a50' : '#9a5b00'}; }
  @media (prefers-color-scheme: dark) { :root { --paper: #1c1614; --ink: #f6ede8; --ink-2: #c9bbb4; --brand: #e5604f; } }
  body { margin: 0; padding: 96px 32px 32px; font: 16px/1.6 system-ui, sans-serif; text-align: center; color: var(--ink); background: var(--paper); }
  .mark { width: 64px; height: 64px; margin: 0 auto 24px; border-radius: 50%; font-size: 36px; line-height: 64px; color: #fff; background: var(--mark); }
  h1 { margin: 0 0 8px; font-size: 22px; }
  p { margin: 0 0 40px; color: var(--ink-2); }
  span { display: inline-block; }
  button { width: 100%; max-width: 320px; min-height: 48px; border: 0; border-radius: 24px; font: inherit; font-size: 17px; font-weight: 600; color: #fff; background: var(--brand); }
</style>
<div class="mark" aria-hidden="true">${isGood ? '✓' : '!'}</div>
<h1>${title}</h1>
<p>${clauses(text)}</p>
<button type="button" id="back">返回小程序</button>
<script src="https://res.wx.qq.com/open/js/jweixin-1.6.0.js" async></script>
<script>
  document.getElementById('back').onclick = function () {
    if (window.wx && wx.miniProgram) wx.miniProgram.navigateBack();
    else parent.postMessage({ miniProgram: 'navigateBack' }, '*');
  };
</script>
</html>
`;
}

/** A line ends between clauses rather than within a word. */
function clauses(text: string): string {
  return text.replace(/[^，]+，?/g, '<span>$&</span>');
}
