import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { API } from '../../../../shared/contract/version.ts';
import { fuzzRuns, headerText } from '../../../support/fuzz.ts';
import { HANDSHAKE, useFuzzedServer } from '../../../support/fuzzedServer.ts';
import { openSocket, parseAnswer, readAll, requestBytes, undesigned } from '../../../support/rawHttp.ts';
import { startTestServer } from '../../../support/server.ts';

const office = useFuzzedServer();

/** RFC 6455 5.2, with every bit as told, right or not. */
const frame = (f: {
  first: number;
  masked: boolean;
  length: 'true' | 'huge' | 'short';
  payload: Uint8Array;
}): Buffer => {
  const mask = Buffer.from([1, 2, 3, 4]);
  const size = f.payload.length;
  const bit = f.masked ? 0x80 : 0;
  const head =
    f.length === 'huge'
      ? [f.first, bit | 127, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]
      : f.length === 'short' || size < 126
        ? [f.first, bit | Math.min(size, 125)]
        : [f.first, bit | 126, size >> 8, size & 255];
  const body = Buffer.from(f.payload.map((byte, i) => (f.masked ? byte ^ (mask[i % 4] ?? 0) : byte)));
  return Buffer.concat([Buffer.from(head), f.masked ? mask : Buffer.alloc(0), body]);
};

describe('the socket of pokes', () => {
  test('takes frames of any kind and is closed or goes on; the others hear their pokes', async () => {
    const frames = fc.array(
      fc.record({
        // Final and not, text, binary, continuation, control, reserved bits.
        first: fc.oneof(
          fc.constantFrom(0x81, 0x82, 0x01, 0x80, 0x00, 0x88, 0x89, 0x8a, 0x09, 0xc1, 0x83),
          fc.nat({ max: 255 }),
        ),
        masked: fc.integer({ min: 0, max: 4 }).map((n) => n > 0),
        length: fc.constantFrom(
          'true' as const,
          'true' as const,
          'true' as const,
          'huge' as const,
          'short' as const,
        ),
        payload: fc.oneof(
          fc.uint8Array({ maxLength: 130 }),
          fc.constantFrom(
            new Uint8Array(2000),
            Uint8Array.of(0xff, 0xfe, 0xc0),
            Uint8Array.of(3, 0xe8),
            Uint8Array.of(0),
          ),
        ),
      }),
      { minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(frames, async (list) => {
        const socket = await openSocket(office.server.url);
        const all = readAll(socket);
        socket.write(
          requestBytes({
            method: 'GET',
            path: `${API}/pokes`,
            headers: { ...office.auth(office.secretary), ...HANDSHAKE },
          }),
        );
        for (const each of list) socket.write(frame(each));
        // A ping after all: answered with a pong when nothing before has ended the connection.
        socket.end(frame({ first: 0x88, masked: true, length: 'true', payload: new Uint8Array(0) }));
        expect(parseAnswer(await all).status).toBe(101);
      }),
      fuzzRuns(60),
    );
    expect((await office.sent({ method: 'GET', path: '/health' })).status).toBe(200);
  });

  test('with a handshake that is not one is refused with a problem document', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          ...Object.keys(HANDSHAKE),
          'authorization',
          'sec-websocket-protocol',
          'sec-websocket-extensions',
        ),
        headerText,
        fc.constantFrom('/pokes', '/nothing', '/files/%zz', `/files/${'a'.repeat(101)}`),
        async (name, value, path) => {
          const headers = { ...office.auth(office.secretary), ...HANDSHAKE, [name]: value };
          const socket = await openSocket(office.server.url);
          const all = readAll(socket);
          socket.end(requestBytes({ method: 'GET', path: `${API}${path}`, headers }));
          const answer = parseAnswer(await all);
          if (answer.status !== 101) expect(undesigned(answer)).toBeNull();
        },
      ),
      fuzzRuns(80),
    );
  });
});

test('a server stops although connections were left in every state', async () => {
  await using other = await startTestServer();
  const headers = { ...HANDSHAKE };
  for (const path of ['/files/%zz', '/pokes', '/nothing', `/files/${'a'.repeat(101)}`]) {
    const socket = await openSocket(other.url);
    socket.write(requestBytes({ method: 'GET', path: `${API}${path}`, headers }));
    await readAll(socket);
  }
  await other.stop();
});
