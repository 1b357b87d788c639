import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createHttpTransport } from '../../../main/core/transport/http.ts';
import { disposingAfterEach } from '../../support/disposal.ts';

const using = disposingAfterEach();

/** A transport to a server that answers so. */
const transportTo = async (listener: RequestListener) => {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const serverUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const transport = createHttpTransport({ serverUrl });
  using({
    async [Symbol.asyncDispose]() {
      await transport.close();
      server.closeAllConnections();
      server.close();
    },
  });
  return transport;
};

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

const BYTES = randomBytes(2_000_000);

describe('pieces of a body that is passed on', () => {
  test('come one after the other, also when each is waited for and the connection ends before the last', async () => {
    const transport = await transportTo((_request, response) => {
      response.writeHead(200, { connection: 'close' }).end(BYTES);
    });
    const pieces: Uint8Array[] = [];
    let waiting = 0;
    let most = 0;
    const answer = await transport.request({
      method: 'GET',
      path: '/file',
      async onData(piece) {
        waiting += 1;
        most = Math.max(most, waiting);
        for (let n = 0; n < 5; n += 1) await turn();
        pieces.push(Buffer.from(piece));
        waiting -= 1;
      },
    });
    expect(answer.ok).toBe(true);
    expect(most).toBe(1);
    expect(pieces.length).toBeGreaterThan(3);
    expect(Buffer.concat(pieces).equals(BYTES)).toBe(true);
  });

  test('are lent: their memory is given back without waiting to be collected', async () => {
    const transport = await transportTo((_request, response) => void response.end(BYTES));
    const lent: Uint8Array[] = [];
    let bytes = 0;
    const answer = await transport.request({
      method: 'GET',
      path: '/file',
      onData(piece) {
        lent.push(piece);
        bytes += piece.length;
      },
    });
    expect(answer.ok).toBe(true);
    expect(bytes).toBe(BYTES.length);
    const kept = lent.reduce((sum, piece) => sum + piece.length, 0);
    expect(kept).toBeLessThan(BYTES.length / 2);
  });

  test('come no more once the request is given up, on its way or before it was sent', async () => {
    const transport = await transportTo((_request, response) => {
      response.writeHead(200, { 'content-length': String(BYTES.length) });
      response.write(BYTES.subarray(0, 100_000));
    });
    const controller = new AbortController();
    let pieces = 0;
    const onData = (): void => {
      pieces += 1;
      controller.abort();
    };
    const { signal } = controller;
    // More than there are connections: the last ones wait for their turn.
    const answers = await Promise.all(
      Array.from({ length: 24 }, () => transport.request({ method: 'GET', path: '/file', onData, signal })),
    );
    for (const answer of answers) expect(answer.ok ? 'ok' : answer.error.code).toBe('server_unreachable');
    expect(pieces).toBe(1);
  });
});
