import type { FastifyInstance } from 'fastify';
import { orderRequest, wipedRequest } from '../../shared/contract/sync.ts';
import { acknowledgeWipe, tellOrder } from '../accounts/wipe.ts';
import type { ServerContext } from '../context.ts';
import { limited } from './limits.ts';
import { parse } from './parse.ts';

/** From one address: devices of one office that were wiped, or lost their sessions, together. */
const PER_MINUTE = 300;

/** What a device says when it has no session any more. */
export const deviceRoutes = (app: FastifyInstance, context: ServerContext): void => {
  const config = limited(PER_MINUTE, ({ ip }) => ip);
  app.post('/devices/wiped', { config }, async (request, reply) => {
    await acknowledgeWipe(context, parse(wipedRequest, request.body));
    return reply.code(204).send();
  });
  app.post('/devices/orders', { config }, async (request, reply) => {
    await tellOrder(context, parse(orderRequest, request.body));
    return reply.code(204).send();
  });
};
