import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  accountKeyQuery,
  accountKeyRequest,
  authParamsRequest,
  passphraseRequest,
  signInRequest,
} from '../../shared/contract/sync.ts';
import { changePassphrase } from '../accounts/passphrase.ts';
import { authParamsFor, findAccountKey, putAccountKey, signIn, usernameOf } from '../accounts/signIn.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { checkProtocol, parse, signedIn } from './parse.ts';

const named = z.object({ username: z.string().max(100) });

/** Attempts are counted for one name from one address: neither locks others out nor lets one address try all names. */
const attemptKey = (request: FastifyRequest): string => {
  const body = named.safeParse(request.body);
  return `${request.ip} ${body.success ? usernameOf(body.data.username) : ''}`;
};

const limited = (max: number, keyGenerator: (request: FastifyRequest) => string) => ({
  rateLimit: {
    max,
    timeWindow: 60_000,
    hook: 'preHandler' as const,
    keyGenerator,
    errorResponseBuilder: () => new Problem(429, 'too_many_attempts'),
  },
});

/** Names that one address may ask about in a minute: a government's staff behind one address, not a list of names. */
const PARAMS_PER_MINUTE = 300;

/** Signing in and out, the account key. */
export const authRoutes = async (app: FastifyInstance, context: ServerContext): Promise<void> => {
  await app.register(rateLimit, { global: false });
  // One count for every way of trying a passphrase: a route of its own would give as many tries again.
  const takeTry = app.createRateLimit({
    max: context.settings.signInsPerMinute,
    timeWindow: 60_000,
    keyGenerator: attemptKey,
  });
  const countTry = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const taken = await takeTry(request);
    if (taken.isAllowed || !taken.isExceeded) return;
    reply.header('retry-after', taken.ttlInSeconds);
    throw new Problem(429, 'too_many_attempts');
  };

  app.post('/auth/params', { config: limited(PARAMS_PER_MINUTE, ({ ip }) => ip) }, async (request) =>
    authParamsFor(context, parse(authParamsRequest, request.body).username),
  );

  app.post('/auth/sign-in', { preHandler: countTry }, async (request) => {
    const body = parse(signInRequest, request.body);
    checkProtocol(body.protocol);
    return signIn(context, body);
  });

  app.post('/auth/account-key', { preHandler: countTry }, async (request) => {
    const { protocol, ...query } = parse(accountKeyQuery, request.body);
    checkProtocol(protocol);
    return { accountKey: await findAccountKey(context, query) };
  });

  app.put('/auth/passphrase', { preHandler: countTry }, async (request, reply) => {
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
