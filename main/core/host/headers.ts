/**
 * The security headers of every answer that a page of the app can load. The policy says `'self'`, never the name of a
 * scheme, so that it holds unchanged under `app://` and under HTTP on loopback.
 */
const policy = (scripts: string): string =>
  [
    "default-src 'self'",
    `script-src ${scripts}`,
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** What the page itself is held to; hosts that answer outside of the asset handler use it too. */
export const PAGE_POLICY = policy("'self'");

/** A worker takes its policy from its own response: pdf.js compiles its image decoders from WebAssembly there. */
export const WORKER_POLICY = policy("'self' 'wasm-unsafe-eval'");

const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

export const pageHeaders: Readonly<Record<string, string>> = {
  ...always,
  'content-security-policy': PAGE_POLICY,
};

export const workerHeaders: Readonly<Record<string, string>> = {
  ...always,
  'content-security-policy': WORKER_POLICY,
};

export const assetHeaders: Readonly<Record<string, string>> = pageHeaders;

/** Papers are encrypted at rest: no cache of the host may keep them, and as a page of their own they can do nothing. */
export const paperHeaders: Readonly<Record<string, string>> = {
  ...always,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'cache-control': 'no-store',
};
