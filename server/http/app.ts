import websocket from '@fastify/websocket';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { API } from '../../shared/contract/version.ts';
import type { ServerContext } from '../context.ts';
import { continueLogs } from '../log/continueLogs.ts';
import { accountRoutes } from './accountRoutes.ts';
import { authRoutes } from './authRoutes.ts';
import { deviceRoutes } from './deviceRoutes.ts';
import { fileRoutes } from './fileRoutes.ts';
import { pokeRoutes } from './pokeRoutes.ts';
import { createErrorHandler, endWithProblem, sendProblem } from './problemDocument.ts';
import { recoveryRoutes } from './recoveryRoutes.ts';
import { serverRoutes } from './serverRoutes.ts';
import { syncRoutes } from './syncRoutes.ts';

/** PEM texts. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Requests other than pushes, pulls and chunks are small. */
const BODY_LIMIT = 64 * 1024;
const MAX_FRAME = 1024;

/** The last moments at which an answer may be lost although its effect stands. */
const passAnswers = (app: FastifyInstance, { reached }: ServerContext): void => {
  app.addHook('onSend', (_request, _reply, _payload, done) => {
    reached('answer.next');
    done();
  });
  app.addHook('onResponse', (_request, _reply, done) => {
    reached('answer.sent');
    done();
  });
};

const logRequests = (app: FastifyInstance, context: ServerContext): void => {
  app.addHook('onResponse', (request, reply, done) => {
    // The route as it is declared: no ids, no names, no query strings.
    context.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? '(unknown)',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    );
    done();
  });
};

/** Nobody shows answers as pages, frames them, or keeps them: they are for the app's core alone. */
const SAFE_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** A path that cannot be decoded, or with a part longer than any of ours: met before any hook runs. */
const refusePath = (
  error: { readonly statusCode?: number },
  request: FastifyRequest,
  reply: FastifyReply,
) => {
  // Nobody else ends the connection of an upgrade that is answered here, and the server could then never stop.
  if (request.headers.upgrade !== undefined) reply.raw.once('finish', () => request.raw.socket.destroySoon());
  void reply.headers(SAFE_HEADERS);
  sendProblem(request, reply, error.statusCode === 414 ? 414 : 400, 'bad_request');
};

const UNPARSABLE: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** The whole HTTP side: nothing listens yet. What every request passes calls back, which costs less than promising. */
export const buildApp = async (
  context: ServerContext,
  certificate: Certificate | null,
): Promise<FastifyInstance> => {
  const app: FastifyInstance = fastify({
    // Requests are logged below, without what Fastify would put in.
    logger: false,
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: 'idle',
    requestTimeout: 120_000,
    keepAliveTimeout: 30_000,
    frameworkErrors: refusePath,
    clientErrorHandler: (error, socket) =>
      endWithProblem(socket, UNPARSABLE[error.code] ?? 400, SAFE_HEADERS),
    ...(certificate === null ? {} : { https: { ...certificate, minVersion: 'TLSv1.2' as const } }),
  });
  app.setErrorHandler(createErrorHandler(context.log));
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, 404, 'unknown_path'));
  logRequests(app, context);
  passAnswers(app, context);
  // Before anything can fail, so that problem documents have them too; a route may say otherwise.
  app.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(SAFE_HEADERS);
    done();
  });
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  app.addHook('onReady', () => continueLogs(context));
  await app.register(websocket, { options: { maxPayload: MAX_FRAME, perMessageDeflate: false } });
  app.websocketServer.on('wsClientError', (_error, socket) => endWithProblem(socket, 400, SAFE_HEADERS));
  await app.register(
    async (api) => {
      await authRoutes(api, context);
      serverRoutes(api, context);
      syncRoutes(api, context);
      fileRoutes(api, context);
      accountRoutes(api, context);
      deviceRoutes(api, context);
      recoveryRoutes(api, context);
      pokeRoutes(api, context);
    },
    { prefix: API },
  );
  return app;
};
