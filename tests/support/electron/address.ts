/**
 * Chromium knows no custom scheme through the DevTools protocol, so `app://cabinet/x` is `http://cabinet.app.localhost/x`
 * in the page. Addresses are translated here, at the edge, and nowhere else.
 */
const SUFFIX = '.localhost';

/** `app://cabinet/x` to `http://cabinet.app.localhost/x`; anything that is not a registered scheme stays. */
export const toPageUrl = (text: string, schemes: ReadonlySet<string>): string => {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  const scheme = url.protocol.slice(0, -1);
  if (!schemes.has(scheme)) return text;
  return `http://${url.host}.${scheme}${SUFFIX}${url.pathname || '/'}${url.search}${url.hash}`;
};

/** The other way round. */
export const toShellUrl = (text: string, schemes: ReadonlySet<string>): string => {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  const labels = url.hostname.split('.');
  const scheme = labels.at(-2) ?? '';
  if (url.protocol !== 'http:' || labels.at(-1) !== 'localhost' || !schemes.has(scheme)) return text;
  return `${scheme}://${labels.slice(0, -2).join('.')}${url.pathname}${url.search}${url.hash}`;
};

/** Origin as Chromium would serialise it under the custom scheme. */
export const toShellOrigin = (text: string, schemes: ReadonlySet<string>): string => {
  const url = toShellUrl(text, schemes);
  return url === text ? text : url.replace(/\/$/, '');
};
