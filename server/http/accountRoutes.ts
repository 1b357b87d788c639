import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { accountCreateRequest, accountResetRequest } from '../../shared/contract/sync.ts';
import { createAccount, listAccounts, resetAccount, setAccountDisabled } from '../accounts/administration.ts';
import type { ServerContext } from '../context.ts';
import { parse, signedInAdministrator } from './parse.ts';

const accountParams = z.object({ username: z.string().min(1).max(100) });

/** Accounts of one's organisation, by administrators. */
export const accountRoutes = (app: FastifyInstance, context: ServerContext): void => {
  app.get('/accounts', async (request) => {
    const who = await signedInAdministrator(context, request);
    return { accounts: await listAccounts(context, who.organisationId) };
  });

  app.post('/accounts', async (request, reply) => {
    const who = await signedInAdministrator(context, request);
    const made = await createAccount(context, who, parse(accountCreateRequest, request.body));
    return reply.code(201).send(made);
  });

  for (const [action, disabled] of [
    ['disable', true],
    ['enable', false],
  ] as const) {
    app.post(`/accounts/:username/${action}`, async (request, reply) => {
      const who = await signedInAdministrator(context, request);
      const { username } = parse(accountParams, request.params);
      await setAccountDisabled(context, who, username, disabled);
      return reply.code(204).send();
    });
  }

  app.post('/accounts/:username/reset', async (request, reply) => {
    const who = await signedInAdministrator(context, request);
    const { username } = parse(accountParams, request.params);
    await resetAccount(context, who, username, parse(accountResetRequest, request.body).credentials);
    return reply.code(204).send();
  });
};
