import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createHttpTransport } from '../../../main/core/transport/http.ts';

test('an answer that comes a byte at a time counts as slow; a large one that keeps coming does not', async () => {
  const server = createServer((request, response) => {
    const piece = Buffer.alloc(request.url === '/drip' ? 1 : 4096, 'x');
    const timer = setInterval(() => response.write(piece), 50);
    setTimeout(() => response.end(), 1500);
    response.once('close', () => clearInterval(timer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const transport = createHttpTransport({ serverUrl: `http://127.0.0.1:${port}`, progressMs: 400 });
  onTestFinished(async () => {
    await transport.close();
    server.closeAllConnections();
    server.close();
  });
  const [drip, steady] = await Promise.all(
    ['/drip', '/steady'].map((path) => transport.request({ method: 'GET', path })),
  );
  expect(drip).toMatchObject({ ok: false, error: { code: 'server_slow' } });
  expect(steady).toMatchObject({ ok: true });
});
