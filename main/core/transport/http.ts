import { Agent, errors } from 'undici';
import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { Transport, TransportAnswer, TransportRequest } from '../ports.ts';
import { exchange } from './exchange.ts';
import { listenOverSocket } from './socket.ts';

const CONNECT_MS = 10_000;
/** Without any byte for this long, the server counts as slow. */
const PROGRESS_MS = 20_000;
/** A body that was handed to the system may still be on its way: no line is taken to be slower, in bytes a millisecond. */
const SLOWEST_UP = 16;

export interface HttpTransportOptions {
  /** Origin, e.g. `https://hop.chinhphu.vn`. */
  readonly serverUrl: string;
  /** PEM of the authority to trust instead of the system's. */
  readonly ca?: string | undefined;
  readonly connectMs?: number | undefined;
  readonly progressMs?: number | undefined;
  readonly pingMs?: number | undefined;
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|ERR_TLS_/;
const SLOW = /_TIMEOUT$|^ETIMEDOUT$/;
const NONSENSE = /^HPE|UND_ERR_(RES|RESPONSE|HEADERS_OVERFLOW|INVALID)|ERR_SSL|EPROTO/;

/** Follows `cause` and the parts of an `AggregateError` (one per address that was tried). */
const codesOf = (error: unknown): readonly string[] => {
  if (!(error instanceof Error)) return [];
  // Carries a code only for some of the ways in which an answer is no HTTP.
  if (error instanceof errors.HTTPParserError) return ['HPE'];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const parts = error instanceof AggregateError ? error.errors.flatMap(codesOf) : [];
  return [...own, ...parts, ...codesOf(error.cause)];
};

/** What failed on the way, in the terms a person can act on. */
export const transportError = (error: unknown): CabinetError => {
  const codes = codesOf(error);
  if (codes.some((code) => CERTIFICATE.test(code))) return cabinetError('certificate_wrong');
  if (codes.some((code) => NONSENSE.test(code))) return cabinetError('server_nonsense');
  if (codes.some((code) => SLOW.test(code) && code !== 'UND_ERR_CONNECT_TIMEOUT'))
    return cabinetError('server_slow');
  return cabinetError('server_unreachable');
};

const headersOf = (request: TransportRequest): Record<string, string> => ({
  accept: 'application/json, application/problem+json, */*',
  ...(request.json === undefined ? {} : { 'content-type': 'application/json' }),
  ...(request.bytes === undefined ? {} : { 'content-type': 'application/octet-stream' }),
  ...(request.token === undefined ? {} : { authorization: `Bearer ${request.token}` }),
  ...request.headers,
});

/**
 * HTTP and WebSocket over the network. An answer outside 2xx is always collected, even with `onData`: it is a problem
 * document. A request that its caller aborts ends as `server_unreachable`.
 */
export const createHttpTransport = (options: HttpTransportOptions): Transport => {
  const origin = new URL(options.serverUrl).origin;
  const ca = options.ca === undefined ? {} : { ca: options.ca };
  const progressMs = options.progressMs ?? PROGRESS_MS;
  const agent = new Agent({
    connect: { timeout: options.connectMs ?? CONNECT_MS, ...ca },
    headersTimeout: progressMs,
    bodyTimeout: progressMs,
    connections: 16,
  });
  const sockets = new Set<() => void>();
  return {
    async request(request): Promise<Result<TransportAnswer, CabinetError>> {
      try {
        const body =
          request.json === undefined ? (request.bytes ?? null) : Buffer.from(JSON.stringify(request.json));
        const { method, path, onData, signal } = request;
        const headersTimeout = progressMs + Math.ceil((body?.length ?? 0) / SLOWEST_UP);
        const sent = { origin, path, method, headers: headersOf(request), body, headersTimeout };
        return ok(await exchange(agent, sent, { progressMs, onData, signal }));
      } catch (error) {
        return err(transportError(error));
      }
    },
    listen(path, token, onText, onEnd) {
      const url = `${origin.replace(/^http/, 'ws')}${path}`;
      const end = listenOverSocket({ url, token, pingMs: options.pingMs, ...ca }, onText, () => {
        sockets.delete(end);
        onEnd();
      });
      sockets.add(end);
      return end;
    },
    async close() {
      for (const end of [...sockets]) end();
      await agent.destroy();
    },
  };
};
