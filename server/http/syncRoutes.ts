import type { FastifyInstance } from 'fastify';
import { pullRequest, pushRequest } from '../../shared/contract/sync.ts';
import type { ServerContext } from '../context.ts';
import type { SignedIn } from '../accounts/session.ts';
import { Problem } from '../problem.ts';
import { pullText } from '../sync/answerTexts.ts';
import { pull } from '../sync/pull.ts';
import { push } from '../sync/push.ts';
import { checkProtocol, parse, signedIn } from './parse.ts';

/** Largest push: 200 mutations, some with a private note of pen strokes, in bytes. */
const PUSH_LIMIT = 16 * 1024 * 1024;
/** Largest pull request: cursors of several thousand scopes, in bytes. */
const PULL_LIMIT = 2 * 1024 * 1024;

/**
 * Another history of this server: cursors of the one before mean nothing in it, and of the device's numbers it has those
 * before `expected`.
 */
const checkEpoch = async (
  { storage }: ServerContext,
  { organisationId, deviceId }: SignedIn,
  held: string | null | undefined,
  epoch: string,
): Promise<void> => {
  if (held === null || held === undefined || held === epoch) return;
  const last = await storage.read(organisationId, (view) => view.devices.lastMutation(deviceId));
  throw new Problem(409, 'epoch_changed', { epoch, expected: last + 1 });
};

/** The outbox in, changes out. */
export const syncRoutes = (app: FastifyInstance, context: ServerContext): void => {
  app.post('/sync/push', { bodyLimit: PUSH_LIMIT }, async (request) => {
    const who = await signedIn(context, request);
    const { protocol, epoch: held, mutations } = parse(pushRequest, request.body);
    checkProtocol(protocol);
    const epoch = await context.storage.directory.epoch();
    await checkEpoch(context, who, held, epoch);
    return push(context, who, epoch, mutations);
  });

  app.post('/sync/pull', { bodyLimit: PULL_LIMIT }, async (request, reply) => {
    const who = await signedIn(context, request);
    const { protocol, epoch: held, ...asked } = parse(pullRequest, request.body);
    checkProtocol(protocol);
    const epoch = await context.storage.directory.epoch();
    await checkEpoch(context, who, held, epoch);
    const answer = await pull(context.storage, who, epoch, asked, context.settings.page);
    return reply.type('application/json').send(pullText(answer));
  });
};
