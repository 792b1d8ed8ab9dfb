import { AUTHORIZE_PATH, PHONE_PARAMETER } from './authorize-page';

/** The page at the end of a link. */
export interface LandedPage {
  readonly url: string;
  readonly status: number;
  readonly text: string;
}

const REDIRECTS_MOST = 10;

/**
 * Opens a link as WeChat's own browser does on this phone, by HTTP redirects alone: scripts do not
 * run and no cookie is kept.
 *
 * @throws Error after ten redirects, or when a server does not answer.
 */
export async function followLink(
  phoneId: string,
  link: string,
  accountUrl: string,
): Promise<LandedPage> {
  let url = new URL(link);
  for (let redirects = 0; redirects <= REDIRECTS_MOST; redirects += 1) {
    if (url.origin === accountUrl && url.pathname === AUTHORIZE_PATH) {
      url.searchParams.set(PHONE_PARAMETER, phoneId);
    }
    const response = await fetch(url, { redirect: 'manual' });
    const text = await response.text();
    const location = response.headers.get('location');
    if (location === null) return { url: url.href, status: response.status, text };
    url = new URL(location, url);
  }
  throw new Error(`${link} redirects without end`);
}
