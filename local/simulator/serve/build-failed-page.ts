const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Shown instead of the mini program; it loads itself anew when the next build succeeds. */
export function buildFailedPage(error: string): string {
  const text = error.replace(/[&<>]/g, (character) => ESCAPES[character] ?? character);
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>构建失败</title></head>
<body style="margin:0;padding:24px;background:#2b1a14;color:#f6ede8;font:14px/1.6 ui-monospace,monospace">
<h1 style="font-size:18px">构建失败</h1>
<pre id="build-error" style="white-space:pre-wrap;overflow-wrap:anywhere">${text}</pre>
<script>
// As browser/reload.ts: one page listens and tells the others.
const channel = new BroadcastChannel('simulator-rebuilt')
channel.onmessage = () => location.reload()
navigator.locks.request('simulator-rebuilt', () => new Promise(() => {
  new EventSource('rebuilt').onmessage = () => { channel.postMessage('rebuilt'); location.reload() }
}))
</script>
</body>
</html>
`;
}
