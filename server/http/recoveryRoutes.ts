import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  recoveryAnswerRequest,
  recoveryApproveRequest,
  recoveryAskRequest,
  recoveryFinishRequest,
  recoveryRevealRequest,
  recoveryStateRequest,
  sheetOpenRequest,
  sheetRequest,
  sheetUseRequest,
} from '../../shared/contract/recovery.ts';
import { id } from '../../shared/domain/records/common.ts';
import {
  answerRecovery,
  approveRecovery,
  askForRecovery,
  finishRecovery,
  recoveryState,
  refuseRecovery,
  revealRecovery,
} from '../accounts/recoveryRequests.ts';
import { openSheet, putSheet, redeemSheet } from '../accounts/recoverySheet.ts';
import type { ServerContext } from '../context.ts';
import { attemptKey, limited, sharedLimit } from './limits.ts';
import { checkProtocol, parse, signedIn } from './parse.ts';

/** A device that waits asks every two seconds; several may stand behind one address. */
const LOOKS_PER_MINUTE = 600;

type Attempts = ReturnType<typeof sharedLimit>;

const requestIn = (request: FastifyRequest): string => parse(z.object({ id }), request.params).id;

/** The sealed sheet: made while signed in, used without. */
const sheetRoutes = (app: FastifyInstance, context: ServerContext, attempts: Attempts): void => {
  app.get('/auth/recovery-sheet', async (request) => {
    const { organisationId, username } = await signedIn(context, request);
    const sheet = await context.storage.read(organisationId, (view) => view.recovery.sheet(username));
    return { createdAt: sheet?.createdAt ?? null };
  });
  app.put('/auth/recovery-sheet', attempts, async (request) => {
    const who = await signedIn(context, request);
    return { createdAt: await putSheet(context, who, parse(sheetRequest, request.body)) };
  });
  app.post('/auth/recovery-sheet/open', attempts, async (request) => {
    const { protocol, ...shown } = parse(sheetOpenRequest, request.body);
    checkProtocol(protocol);
    return { accountKey: await openSheet(context, shown) };
  });
  app.post('/auth/recovery-sheet/use', attempts, async (request, reply) => {
    const { protocol, username, verifier, ...renewal } = parse(sheetUseRequest, request.body);
    checkProtocol(protocol);
    await redeemSheet(context, { username, verifier }, renewal);
    return reply.code(204).send();
  });
};

/** For the device that asks; it has no session. */
const askingRoutes = (app: FastifyInstance, context: ServerContext, attempts: Attempts): void => {
  const looks = { config: limited(LOOKS_PER_MINUTE, ({ ip }) => ip) };

  app.post('/auth/recovery-requests', attempts, async (request, reply) => {
    const body = parse(recoveryAskRequest, request.body);
    checkProtocol(body.protocol);
    return reply.code(201).send(await askForRecovery(context, body));
  });
  app.post('/auth/recovery-requests/:id/state', looks, async (request) =>
    recoveryState(context, requestIn(request), parse(recoveryStateRequest, request.body).secret),
  );
  app.post('/auth/recovery-requests/:id/reveal', looks, async (request, reply) => {
    const { secret, publicKey } = parse(recoveryRevealRequest, request.body);
    await revealRecovery(context, requestIn(request), secret, publicKey);
    return reply.code(204).send();
  });
  app.post('/auth/recovery-requests/:id/finish', looks, async (request, reply) => {
    const { secret, ...renewal } = parse(recoveryFinishRequest, request.body);
    await finishRecovery(context, requestIn(request), secret, renewal);
    return reply.code(204).send();
  });
};

/** For the devices that are asked. */
const answeringRoutes = (app: FastifyInstance, context: ServerContext): void => {
  app.post('/recovery-requests/:id/answer', async (request, reply) => {
    const who = await signedIn(context, request);
    const { publicKey } = parse(recoveryAnswerRequest, request.body);
    await answerRecovery(context, who, requestIn(request), publicKey);
    return reply.code(204).send();
  });
  const attempts = { config: limited(context.settings.signInsPerMinute, attemptKey) };
  app.post('/recovery-requests/:id/approve', attempts, async (request, reply) => {
    const who = await signedIn(context, request);
    const body = parse(recoveryApproveRequest, request.body);
    await approveRecovery(context, who, requestIn(request), body);
    return reply.code(204).send();
  });
  app.post('/recovery-requests/:id/refuse', async (request, reply) => {
    const who = await signedIn(context, request);
    await refuseRecovery(context, who, requestIn(request));
    return reply.code(204).send();
  });
};

/** A forgotten passphrase. */
export const recoveryRoutes = (app: FastifyInstance, context: ServerContext): void => {
  // Every way of trying a code, or of asking, draws on one count.
  const attempts = sharedLimit(app, context.settings.signInsPerMinute, attemptKey);
  sheetRoutes(app, context, attempts);
  askingRoutes(app, context, attempts);
  answeringRoutes(app, context);
};
