/**
 * The address of a file that the mini program names. `/assets/a.png` counts from the mini program's
 * root, which the simulator serves under `files/`; a relative path from the page that is open.
 */
export function fileUrl(path: string): string {
  if (/^(https?:|data:|blob:)/.test(path)) return path;
  if (path.startsWith('/')) return `files${path}`;
  const route = location.hash.replace(/^#\//, '').replace(/\?.*$/, '');
  return new URL(path, new URL(`files/${route}`, location.origin + location.pathname)).href;
}
