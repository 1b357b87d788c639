import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import {
  accountKeyQuery,
  accountKeyRequest,
  authParamsRequest,
  passphraseRequest,
  signInRequest,
} from '../../shared/contract/sync.ts';
import { changePassphrase } from '../accounts/passphrase.ts';
import { authParamsFor, findAccountKey, putAccountKey, signIn } from '../accounts/signIn.ts';
import type { ServerContext } from '../context.ts';
import { attemptKey, limited, sharedLimit } from './limits.ts';
import { checkProtocol, parse, signedIn } from './parse.ts';

/** Names that one address may ask about in a minute: a government's staff behind one address, not a list of names. */
const PARAMS_PER_MINUTE = 300;

/** Signing in and out, the account key. */
export const authRoutes = async (app: FastifyInstance, context: ServerContext): Promise<void> => {
  await app.register(rateLimit, { global: false });
  // One count for every way of trying a passphrase: a route of its own would give as many tries again.
  const tries = sharedLimit(app, context.settings.signInsPerMinute, attemptKey);

  app.post('/auth/params', { config: limited(PARAMS_PER_MINUTE, ({ ip }) => ip) }, async (request) =>
    authParamsFor(context, parse(authParamsRequest, request.body).username),
  );

  app.post('/auth/sign-in', tries, async (request) => {
    const body = parse(signInRequest, request.body);
    checkProtocol(body.protocol);
    return signIn(context, body);
  });

  app.post('/auth/account-key', tries, async (request) => {
    const { protocol, ...query } = parse(accountKeyQuery, request.body);
    checkProtocol(protocol);
    return { accountKey: await findAccountKey(context, query) };
  });

  app.put('/auth/passphrase', tries, async (request, reply) => {
    const who = await signedIn(context, request);
    await changePassphrase(context, who, parse(passphraseRequest, request.body));
    return reply.code(204).send();
  });

  app.post('/auth/sign-out', async (request, reply) => {
    const who = await signedIn(context, request);
    await context.storage.transact(who.organisationId, (tx) => tx.accounts.removeSession(who.tokenHash));
    context.pokes.endWhere('signed_out', ({ deviceId }) => deviceId === who.deviceId);
    return reply.code(204).send();
  });

  app.put('/auth/account-key', async (request) => {
    const who = await signedIn(context, request);
    const { accountKey } = parse(accountKeyRequest, request.body);
    return { accountKey: await putAccountKey(context, who.organisationId, who.username, accountKey) };
  });
};
