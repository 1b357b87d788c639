import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { usernameOf } from '../accounts/signIn.ts';
import { Problem } from '../problem.ts';

const named = z.object({ username: z.string().max(100) });

/** Attempts are counted for one name from one address: neither locks others out nor lets one address try all names. */
export const attemptKey = (request: FastifyRequest): string => {
  const body = named.safeParse(request.body);
  return `${request.ip} ${body.success ? usernameOf(body.data.username) : ''}`;
};

const bounds = (max: number, keyGenerator: (request: FastifyRequest) => string) => ({
  max,
  timeWindow: 60_000,
  keyGenerator,
  errorResponseBuilder: () => new Problem(429, 'too_many_attempts'),
});

/** A route that answers `too_many_attempts` after `max` requests of one key in a minute. */
export const limited = (max: number, keyGenerator: (request: FastifyRequest) => string) => ({
  rateLimit: { ...bounds(max, keyGenerator), hook: 'preHandler' as const },
});

/** The same as a handler: routes that are given the same one draw on one count. */
export const sharedLimit = (
  app: FastifyInstance,
  max: number,
  keyGenerator: (request: FastifyRequest) => string,
) => ({ preHandler: app.rateLimit(bounds(max, keyGenerator)) });
