import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { WebSocketServer } from 'ws';
import { cabinetError } from '../../shared/contract/errors.ts';
import type { RandomBytes } from '../../shared/lib/ids.ts';
import { type AssetHandler, createAssetHandler } from '../core/host/assets.ts';
import type { Cabinet } from '../core/ports.ts';
import { type Access, createAccess } from './access.ts';
import { unpackCall } from './framing.ts';

/** Largest body of a call: one piece of an upload, with room. */
const MAX_CALL_BYTES = 4 * 1024 * 1024;

export interface LoopbackOptions {
  readonly cabinet: Cabinet;
  /** The built renderer. */
  readonly rendererDir: string;
  /** The built `bridge.ts`. */
  readonly bridgeFile: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly random: RandomBytes;
}

export interface Loopback {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** The address for a browser, with a token that works once. */
  openUrl(): string;
  close(): Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<Uint8Array | null> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_CALL_BYTES) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
};

const sendText = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(text);
};

const sendJson = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
};

const answerCall = async (
  options: LoopbackOptions,
  request: IncomingMessage,
  response: ServerResponse,
  method: string,
) => {
  const refused = { ok: false, error: cabinetError('bad_request') };
  const body = await bodyOf(request);
  if (body === null) return sendJson(response, 413, refused);
  let args: unknown;
  try {
    args = unpackCall(body);
  } catch {
    return sendJson(response, 400, refused);
  }
  return sendJson(response, 200, await options.cabinet.call(method, args));
};

/** The page with the bridge's script tag before the app's own scripts. */
const withBridge = (html: string): string =>
  html.replace('<head>', '<head><script src="/bridge.js"></script>');

const answerAsset = async (
  options: LoopbackOptions,
  assets: AssetHandler,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> => {
  if (path === '/bridge.js') {
    response.writeHead(200, { 'content-type': 'text/javascript', 'cache-control': 'no-cache' });
    response.end(await readFile(options.bridgeFile));
    return;
  }
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(request.headers))
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  const answer = await assets({ method: request.method ?? 'GET', path, headers });
  if (
    answer.status === 200 &&
    (path === '/' || path === '/index.html') &&
    answer.body instanceof Uint8Array
  ) {
    const html = withBridge(Buffer.from(answer.body).toString('utf8'));
    response.writeHead(200, { ...answer.headers, 'content-length': String(Buffer.byteLength(html)) });
    response.end(html);
    return;
  }
  response.writeHead(answer.status, answer.headers);
  if (answer.body instanceof Uint8Array) response.end(answer.body);
  else await pipeline(answer.body, response);
};

const openPage = (
  access: Access,
  response: ServerResponse,
  request: IncomingMessage,
  token: string,
): void => {
  const cookie = access.redeem(token);
  if (cookie === null && !access.isAllowed(request)) {
    sendText(
      response,
      403,
      'This address works once. Start the app again, or use the window in which it is open.\n',
    );
    return;
  }
  response.writeHead(303, {
    location: '/',
    'cache-control': 'no-store',
    ...(cookie === null ? {} : { 'set-cookie': cookie }),
  });
  response.end();
};

const createHandler = (options: LoopbackOptions, access: Access) => {
  const assets = createAssetHandler({ rendererDir: options.rendererDir, cabinet: options.cabinet });
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (!access.isOwnHost(request)) return sendText(response, 421, 'Not this host.\n');
    if (url.pathname === '/open')
      return openPage(access, response, request, url.searchParams.get('token') ?? '');
    if (!access.isAllowed(request)) {
      return sendText(response, 403, 'Open the address that was printed when the app started.\n');
    }
    if (url.pathname.startsWith('/call/')) {
      if (request.method !== 'POST') return sendText(response, 405, 'POST only.\n');
      return answerCall(options, request, response, url.pathname.slice('/call/'.length));
    }
    return answerAsset(options, assets, request, response, url.pathname);
  };
};

const serveChanges = (server: Server, cabinet: Cabinet, access: Access): (() => void) => {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1024 });
  server.on('upgrade', (request, socket, head) => {
    if (request.url !== '/changes' || !access.isOwnHost(request) || !access.isAllowed(request)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => client.on('error', () => client.terminate()));
  });
  const stop = cabinet.onChanged((topics) => {
    for (const client of sockets.clients) client.send(JSON.stringify(topics));
  });
  return () => {
    stop();
    for (const client of sockets.clients) client.terminate();
    sockets.close();
  };
};

/** Serves the app to a browser on this machine. Rejects with `EADDRINUSE` when the port is taken. */
export const serveLoopback = async (options: LoopbackOptions): Promise<Loopback> => {
  const port = (): number => (server.address() as AddressInfo | null)?.port ?? 0;
  const access = createAccess(options.random, port);
  const handle = createHandler(options, access);
  const server = createServer((request, response) => {
    handle(request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else sendText(response, 500, 'The app met an error.\n');
    });
  });
  const stopChanges = serveChanges(server, options.cabinet, access);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${port()}`;
  return {
    origin,
    openUrl: () => origin + access.openPath(),
    async close() {
      stopChanges();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
