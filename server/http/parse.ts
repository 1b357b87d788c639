import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { PROTOCOL, PROTOCOL_FLOOR } from '../../shared/contract/version.ts';
import { authenticate, type SignedIn } from '../accounts/session.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';

/** What came from outside, as its schema says, or `bad_request` naming the place (never the value). */
export const parse = <S extends z.ZodType>(schema: S, value: unknown): z.infer<S> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
  throw new Problem(400, 'bad_request', { field });
};

/** Refuses a client whose protocol this server does not speak. */
export const checkProtocol = (protocol: number): void => {
  if (protocol < PROTOCOL_FLOOR) throw new Problem(409, 'protocol_too_old', { floor: PROTOCOL_FLOOR });
  if (protocol > PROTOCOL) throw new Problem(409, 'protocol_too_new', { protocol: PROTOCOL });
};

/** Who asks; throws when nobody is signed in. */
export const signedIn = (context: ServerContext, request: FastifyRequest): Promise<SignedIn> =>
  authenticate(context, request.headers.authorization);

/** Administrators only: `not_allowed` for everybody else. */
export const signedInAdministrator = async (
  context: ServerContext,
  request: FastifyRequest,
): Promise<SignedIn> => {
  const who = await signedIn(context, request);
  if (who.accountRole === 'user') throw new Problem(403, 'not_allowed');
  return who;
};
