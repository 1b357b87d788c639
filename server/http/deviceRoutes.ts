import type { FastifyInstance } from 'fastify';
import { wipedRequest } from '../../shared/contract/sync.ts';
import { acknowledgeWipe } from '../accounts/wipe.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { parse } from './parse.ts';

/** From one address: devices that were wiped together. */
const ACKNOWLEDGEMENTS_PER_MINUTE = 300;

/** What a device says when it has no session any more. */
export const deviceRoutes = (app: FastifyInstance, context: ServerContext): void => {
  app.post(
    '/devices/wiped',
    {
      config: {
        rateLimit: {
          max: ACKNOWLEDGEMENTS_PER_MINUTE,
          timeWindow: 60_000,
          errorResponseBuilder: () => new Problem(429, 'too_many_attempts'),
        },
      },
    },
    async (request, reply) => {
      await acknowledgeWipe(context, parse(wipedRequest, request.body));
      return reply.code(204).send();
    },
  );
};
