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
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  416: 'Range Not Satisfiable',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
};

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
    .send(
      JSON.stringify({
        type: `urn:e-cabinet:problem:${code}`,
        title: TITLES[status] ?? 'Internal Server Error',
        status,
        code,
        params,
        detail: sentenceOf(language, code, params),
      }),
    );
};

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
    return sendProblem(request, reply, 500, 'internal');
  };
