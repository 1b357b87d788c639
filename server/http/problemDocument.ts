import type { Duplex } from 'node:stream';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { ErrorCode } from '../../shared/contract/errors.ts';
import { type Language, sentenceOf } from '../../shared/contract/sentences.ts';
import type { RefusalParams } from '../../shared/domain/refusal.ts';
import { Problem } from '../problem.ts';

/** The language of the caller: the first of ours that `Accept-Language` names; Vietnamese without one. */
export const languageOf = (header: string | undefined): Language => {
  const wanted = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...rest] = part.trim().toLowerCase().split(';');
      const q = /^\s*q=([\d.]+)/.exec(rest.join(';'))?.[1];
      return { tag: tag.slice(0, 2), q: q === undefined ? 1 : Number(q) };
    })
    .filter(({ tag, q }) => (tag === 'vi' || tag === 'en') && q > 0)
    .toSorted((a, b) => b.q - a.q);
  return wanted[0]?.tag === 'en' ? 'en' : 'vi';
};

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  408: 'Request Timeout',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  416: 'Range Not Satisfiable',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  507: 'Insufficient Storage',
  503: 'Service Unavailable',
};

const problemText = (language: Language, status: number, code: ErrorCode, params: RefusalParams): string =>
  JSON.stringify({
    type: `urn:e-cabinet:problem:${code}`,
    title: TITLES[status] ?? 'Internal Server Error',
    status,
    code,
    params,
    detail: sentenceOf(language, code, params),
  });

/** RFC 9457: a stable code, its values, and a sentence that tells a person what to do. */
export const sendProblem = (
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  code: ErrorCode,
  params: RefusalParams = {},
): FastifyReply => {
  const language = languageOf(request.headers['accept-language']);
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  return reply
    .code(status)
    .header('content-language', language)
    .type('application/problem+json')
    .send(problemText(language, status, code, params));
};

/** The answer to what is no HTTP request at all: written to the connection itself, which then ends. */
export const endWithProblem = (
  socket: Duplex,
  status: number,
  headers: Readonly<Record<string, string>>,
): void => {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = problemText('vi', status, 'bad_request', {});
  const lines = Object.entries({
    ...headers,
    connection: 'close',
    'content-language': 'vi',
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${TITLES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`);
};

/** What the operating system and SQLite say of a full or failing disk. */
const DISK = /^(ENOSPC|EDQUOT|EIO|EROFS|SQLITE_FULL|SQLITE_IOERR.*)$/;

/** The one place where what went wrong becomes an answer: nothing of the inside goes out, the log gets it. */
export const createErrorHandler =
  (log: Logger) =>
  (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    if (error instanceof Problem) {
      return sendProblem(request, reply, error.status, error.code, error.params);
    }
    const status = error.statusCode ?? 500;
    if (status === 429) return sendProblem(request, reply, 429, 'too_many_attempts');
    if (status >= 400 && status < 500) return sendProblem(request, reply, status, 'bad_request');
    log.error({ err: error, route: request.routeOptions.url }, 'a request failed');
    if (DISK.test(error.code)) return sendProblem(request, reply, 507, 'server_disk');
    return sendProblem(request, reply, 500, 'internal');
  };
