import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type BrowserContext, chromium } from 'playwright-core';
import { CHROMIUM_ARGS, ensureChromium } from '../chromium.ts';
import { toShellUrl } from './address.ts';
import { report } from './report.ts';
import { privileged, protocolHandler, type StandInSession } from './sessions.ts';

/** The browser behind the stand-in, and the listener to which all of its traffic is led. */
export interface ChromiumHost {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

const answerWith = async (response: ServerResponse, answer: Response): Promise<void> => {
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (answer.body === null) response.end();
  else await pipeline(answer.body, response);
};

const requestOf = (request: IncomingMessage, url: string): Request => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && name !== 'host') headers.set(name, String(value));
  }
  return new Request(url, { method: request.method ?? 'GET', headers });
};

/** Serves a registered scheme by its handler; anything else has left the app and is reported. */
const serve = async (
  sessionOf: () => StandInSession | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const pageUrl = `http://${request.headers.host ?? 'nowhere'}${request.url ?? '/'}`;
  const url = toShellUrl(pageUrl, privileged.schemes);
  const session = sessionOf();
  const handler = session && protocolHandler(session, new URL(url).protocol.slice(0, -1));
  if (!handler) {
    if (url === pageUrl) report({ type: 'outside', url });
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!doctype html><title>outside</title>');
    return;
  }
  await answerWith(response, await handler(requestOf(request, url)));
};

/** Starts Chromium with every name led to a listener on loopback: nothing it asks for leaves the machine. */
export const startChromium = async (sessionOf: () => StandInSession | null): Promise<ChromiumHost> => {
  const server = createServer((request, response) => {
    serve(sessionOf, request, response).catch((cause: unknown) => {
      if ((cause as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE') console.error(cause);
      response.destroy();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const profile = await mkdtemp(join(tmpdir(), 'shell-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: ensureChromium(),
    headless: true,
    viewport: null,
    // Electron asks before a window is there; closing one afterwards would come too late for its first request.
    args: [
      ...CHROMIUM_ARGS,
      '--remote-debugging-port=0',
      '--block-new-web-contents',
      `--host-resolver-rules=MAP * 127.0.0.1:${port}`,
    ],
  });
  const [debuggerPort] = (await readFile(join(profile, 'DevToolsActivePort'), 'utf8')).split('\n');
  report({ type: 'ready', debuggerUrl: `http://127.0.0.1:${debuggerPort}` });
  return {
    context,
    async close() {
      await context.close();
      server.closeAllConnections();
      server.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};
