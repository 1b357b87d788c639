import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packCall, unpackCall } from '../../../main/loopback/framing.ts';

test('what is packed comes out the same, bytes included', () => {
  const call = {
    id: 'a',
    bytes: new Uint8Array([1, 2, 3]),
    nested: [{ more: new Uint8Array(0) }],
    text: 'Đồng ý',
  };
  expect(unpackCall(packCall(call))).toEqual(call);
});

test('no bytes from outside make it do anything but throw a SyntaxError, RangeError or TypeError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        unpackCall(bytes);
      } catch (error) {
        expect([SyntaxError, RangeError, TypeError].some((kind) => error instanceof kind)).toBe(true);
      }
    }),
    { seed: 7, numRuns: 2000 },
  );
});

test('bytes outside the call are refused', () => {
  const json = new TextEncoder().encode('{"$bytes":[0,9]}');
  const packed = new Uint8Array(4 + json.length + 3);
  new DataView(packed.buffer).setUint32(0, json.length);
  packed.set(json, 4);
  expect(() => unpackCall(packed)).toThrow(RangeError);
});
