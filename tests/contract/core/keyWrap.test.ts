import { hkdfSync, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { scopeKey, unwrapFileKey, wrapFileKey } from '../../../main/core/files/keyWrap.ts';

const random = (count: number): Uint8Array => new Uint8Array(randomBytes(count));

test('the key of a scope is what RFC 5869 makes of the key of the store', () => {
  for (const scope of ['item:a', 'meeting:Đ', '']) {
    const storeKey = random(32);
    const expected = hkdfSync('sha256', storeKey, '', `ecabinet/file-wrap/v1\n${scope}`, 32);
    expect(Buffer.from(scopeKey(storeKey, scope))).toEqual(Buffer.from(expected));
  }
});

test("a file's key opens for its own scope and file, and for no other", () => {
  const [storeKey, fileKey] = [random(32), random(32)];
  const wrapped = wrapFileKey(storeKey, 'item:a', 'f', fileKey, random);
  expect(unwrapFileKey(storeKey, 'item:a', 'f', wrapped)).toEqual(Buffer.from(fileKey));
  expect(unwrapFileKey(storeKey, 'item:b', 'f', wrapped)).toBeNull();
  expect(unwrapFileKey(storeKey, 'item:a', 'g', wrapped)).toBeNull();
  expect(unwrapFileKey(random(32), 'item:a', 'f', wrapped)).toBeNull();
});
