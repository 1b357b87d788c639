import type { FastifyInstance } from 'fastify';
import type { WebSocket } from 'ws';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { signedIn } from './parse.ts';

/** A connection that did not answer since the last ping is gone, in milliseconds. */
const PING_MS = 25_000;
/** More than this waiting to be sent: the other side does not read. */
const MAX_BUFFERED = 64 * 1024;

/** RFC 6455: the server stops; the client comes back. */
const GOING_AWAY = 1001;
/** The token is no longer good: the client asks over HTTP why. */
const UNAUTHORIZED = 4401;

/** Of a poke, encoded once for the whole room. */
const pokeTexts = () => {
  let last = { seq: -1, text: Buffer.alloc(0) };
  return (seq: number): Buffer => {
    if (seq !== last.seq) last = { seq, text: Buffer.from(JSON.stringify({ type: 'poke', seq }), 'utf8') };
    return last.text;
  };
};

const keepAlive = (socket: WebSocket, pingMs: number): void => {
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, pingMs);
  timer.unref();
  socket.on('close', () => clearInterval(timer));
};

/** `GET /pokes`: says that something moved, never what. The client sends nothing; a frame from it is ignored. */
export const pokeRoutes = (app: FastifyInstance, context: ServerContext): void => {
  const textOf = pokeTexts();
  app.route({
    method: 'GET',
    url: '/pokes',
    preValidation: async (request) => {
      await signedIn(context, request);
    },
    handler: async () => {
      throw new Problem(400, 'bad_request', { field: 'upgrade' });
    },
    wsHandler: async (socket, request) => {
      const who = await signedIn(context, request).catch(() => null);
      if (who === null) return socket.close(UNAUTHORIZED);
      const leave = context.pokes.join({
        organisationId: who.organisationId,
        personId: who.personId,
        username: who.username,
        deviceId: who.deviceId,
        poke(seq) {
          if (socket.bufferedAmount > MAX_BUFFERED) return socket.terminate();
          socket.send(textOf(seq), { binary: false });
        },
        end: (reason) => socket.close(reason === 'stopping' ? GOING_AWAY : UNAUTHORIZED),
      });
      socket.on('close', leave);
      socket.on('error', leave);
      keepAlive(socket, context.settings.pingMs ?? PING_MS);
      // What moved between the sign-in's pull and this moment is asked for once.
      const seq = await context.storage.read(who.organisationId, (view) => view.counter());
      if (socket.readyState === socket.OPEN) socket.send(textOf(seq), { binary: false });
    },
  });
};
