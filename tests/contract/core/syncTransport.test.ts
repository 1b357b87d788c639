import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { randomBytes } from 'node:crypto';
import { generate } from 'selfsigned';
import { describe, expect, test } from 'vitest';
import { createBackoff } from '../../../main/core/sync/backoff.ts';
import { createHttpTransport, type HttpTransportOptions } from '../../../main/core/transport/http.ts';
import { problemOf } from '../../../main/core/transport/problem.ts';
import { serverInfo } from '../../../shared/contract/sync.ts';
import { API } from '../../../shared/contract/version.ts';
import { disposingAfterEach } from '../../support/disposal.ts';
import { startTestServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';

const using = disposingAfterEach();

const transportTo = (serverUrl: string, options: Partial<HttpTransportOptions> = {}) => {
  const transport = createHttpTransport({ serverUrl, ...options });
  using({ [Symbol.asyncDispose]: () => transport.close() });
  return transport;
};

const listening = async (server: Server): Promise<string> => {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  using({
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
const httpServer = (listener: RequestListener): Promise<string> => listening(createHttpServer(listener));

const codeOf = async (serverUrl: string, options: Partial<HttpTransportOptions> = {}) => {
  const answer = await transportTo(serverUrl, options).request({ method: 'GET', path: '/' });
  return answer.ok ? answer.value.status : answer.error.code;
};

describe('why there is no answer is told in the terms a person can act on', () => {
  test('nobody listens there, or the name does not exist: unreachable', async () => {
    expect(await codeOf('http://127.0.0.1:9')).toBe('server_unreachable');
    expect(await codeOf('http://khong-co.invalid')).toBe('server_unreachable');
  });

  test('no byte within the limit, before or within the answer: slow', async () => {
    const silent = await httpServer(() => undefined);
    expect(await codeOf(silent, { progressMs: 150 })).toBe('server_slow');
    const stalls = await httpServer((_request, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('half');
    });
    expect(await codeOf(stalls, { progressMs: 150 })).toBe('server_slow');
  });

  test('what is no HTTP: nonsense; a connection that breaks off: unreachable', async () => {
    const other = await listening(
      createTcpServer((socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.6\r\n'))),
    );
    expect(await codeOf(other)).toBe('server_nonsense');
    const breaks = await listening(createTcpServer((socket) => socket.destroy()));
    expect(await codeOf(breaks)).toBe('server_unreachable');
  });

  test('a certificate that nobody vouches for: refused, until its authority is named', async () => {
    const pems = await generate([{ name: 'commonName', value: 'localhost' }], {
      keySize: 2048,
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    });
    const server = using(await startTestServer({ certificate: { cert: pems.cert, key: pems.private } }));
    expect(server.url).toMatch(/^https:/);
    expect(await codeOf(server.url)).toBe('certificate_wrong');
    const trusted = transportTo(server.url, { ca: pems.cert });
    const answer = await trusted.request({ method: 'GET', path: `${API}/server` });
    expect(answer.ok && answer.value.status).toBe(200);
  });

  test('a problem document: its code; a proxy without one: unreachable; any other: nonsense', async () => {
    const headers = {};
    const body = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
    const document = { type: 'about:blank', title: '', status: 403, detail: '', params: {} };
    expect(
      problemOf({ status: 403, headers, body: body({ ...document, code: 'device_revoked' }) }).code,
    ).toBe('device_revoked');
    expect(problemOf({ status: 502, headers, body: body('<html>') }).code).toBe('server_unreachable');
    expect(problemOf({ status: 418, headers, body: body({ ...document, code: 'x' }) }).code).toBe(
      'server_nonsense',
    );
  });
});

describe('the transport', () => {
  test('passes a body on in pieces instead of collecting it, but collects a problem document', async () => {
    const bytes = randomBytes(300_000);
    const url = await httpServer((request, response) => {
      response.writeHead(request.url === '/file' ? 200 : 404).end(bytes);
    });
    const pieces: Uint8Array[] = [];
    const onData = (piece: Uint8Array): void => void pieces.push(Buffer.from(piece));
    const transport = transportTo(url);
    const good = await transport.request({ method: 'GET', path: '/file', onData });
    expect(good.ok && good.value.body.length).toBe(0);
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
    const missing = await transport.request({ method: 'GET', path: '/other', onData });
    expect(missing.ok && missing.value.body.length).toBe(bytes.length);
  });

  test('listens for pokes, and says once that the connection has ended', async () => {
    const server = using(await startTestServer());
    const transport = transportTo(server.url);
    const info = await transport.request({ method: 'GET', path: `${API}/server` });
    if (!info.ok) throw new Error(info.error.code);
    expect(serverInfo.parse(JSON.parse(Buffer.from(info.value.body).toString())).needsSetup).toBe(true);
    let ended = 0;
    transport.listen(
      `${API}/pokes`,
      'x'.repeat(40),
      () => undefined,
      () => (ended += 1),
    );
    await until('a token that is none is turned away', () => ended === 1);
  });
});

test('waits between tries double from 1 s to 60 s and are shortened at random by up to half', () => {
  const whole = createBackoff(() => new Uint8Array(4));
  expect(Array.from({ length: 8 }, () => whole.next())).toEqual([
    1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000,
  ]);
  whole.reset();
  expect(whole.next()).toBe(1000);
  const short = createBackoff(() => new Uint8Array(4).fill(255));
  expect(Array.from({ length: 7 }, () => short.next()).at(-1)).toBe(30_000);
});
