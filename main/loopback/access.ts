import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { RandomBytes } from '../../shared/lib/ids.ts';

const COOKIE = 'cabinet';

const equal = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());

const cookieOf = (request: IncomingMessage): string | null => {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === COOKIE && value !== undefined) return value;
  }
  return null;
};

/** Who may talk to the browser host: whoever opened the printed address, from a page of this very origin. */
export interface Access {
  /** To be appended to the origin; works once. */
  openPath(): string;
  /** The `Set-Cookie` value for a token that is valid now (it is used up), else null. */
  redeem(token: string): string | null;
  /** The cookie is there, and the request comes from this origin, not from another site in the same browser. */
  isAllowed(request: IncomingMessage): boolean;
  /** The Host header names this loopback address: a rebound DNS name does not. */
  isOwnHost(request: IncomingMessage): boolean;
}

export const createAccess = (random: RandomBytes, port: () => number): Access => {
  const secret = Buffer.from(random(32)).toString('hex');
  let token: string | null = null;

  const hosts = (): string[] => [`127.0.0.1:${port()}`, `localhost:${port()}`];
  const isOwnHost = (request: IncomingMessage): boolean => hosts().includes(request.headers.host ?? '');

  return {
    openPath() {
      token = Buffer.from(random(24)).toString('base64url');
      return `/open?token=${token}`;
    },
    redeem(given) {
      if (token === null || !equal(given, token)) return null;
      token = null;
      return `${COOKIE}=${secret}; HttpOnly; SameSite=Strict; Path=/`;
    },
    isAllowed(request) {
      const cookie = cookieOf(request);
      if (cookie === null || !equal(cookie, secret)) return false;
      const origin = request.headers.origin;
      if (origin === undefined) return request.headers['sec-fetch-site'] !== 'cross-site';
      return hosts().some((host) => origin === `http://${host}`);
    },
    isOwnHost,
  };
};
