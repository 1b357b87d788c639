/** The one address from which the app's pages come. */
export const SCHEME = 'app';
export const HOST = 'cabinet';
/** As Chromium serialises it for a standard scheme. */
export const ORIGIN = `${SCHEME}://${HOST}`;
export const START_URL = `${ORIGIN}/`;

/**
 * Whether a URL is one of the app's own. Node gives custom schemes the origin `null`, so scheme and host are compared
 * themselves.
 */
export const isOwnUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === `${SCHEME}:` && url.host === HOST && url.username === '' && url.password === '';
};

/** A page of the app: its own URL, but not a paper, which is never a page. */
export const isOwnPage = (text: string): boolean =>
  isOwnUrl(text) && !new URL(text).pathname.startsWith('/papers/');
