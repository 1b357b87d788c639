import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { createAccess } from '../../../main/loopback/access.ts';

let next = 0;
const random = (count: number): Uint8Array => new Uint8Array(count).fill((next += 1));
const request = (headers: Record<string, string>): IncomingMessage =>
  ({ headers }) as unknown as IncomingMessage;
const tokenOf = (path: string): string => new URL(path, 'http://x').searchParams.get('token') ?? '';

test('the token works once', () => {
  const access = createAccess(random, () => 80);
  const token = tokenOf(access.openPath());
  expect(access.redeem(token)).toMatch(/HttpOnly; SameSite=Strict/);
  expect(access.redeem(token)).toBeNull();
});

test('a page of another origin is refused although the browser sends the cookie', () => {
  const access = createAccess(random, () => 4000);
  const cookie = (access.redeem(tokenOf(access.openPath())) ?? '').split(';')[0] ?? '';
  expect(access.isAllowed(request({ cookie, origin: 'http://127.0.0.1:4000' }))).toBe(true);
  expect(access.isAllowed(request({ cookie, origin: 'http://127.0.0.1:4001' }))).toBe(false);
  expect(access.isAllowed(request({ cookie, 'sec-fetch-site': 'cross-site' }))).toBe(false);
  expect(access.isAllowed(request({ cookie: 'cabinet=0' }))).toBe(false);
  expect(access.isAllowed(request({}))).toBe(false);
});

test('a name that was rebound to the loopback address is not this host', () => {
  const access = createAccess(random, () => 4000);
  expect(access.isOwnHost(request({ host: '127.0.0.1:4000' }))).toBe(true);
  expect(access.isOwnHost(request({ host: 'evil.example:4000' }))).toBe(false);
});
