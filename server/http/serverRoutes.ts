import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import {
  type serverInfo,
  type serverProof,
  serverProofRequest,
  setupRequest,
} from '../../shared/contract/sync.ts';
import { PROTOCOL, PROTOCOL_FLOOR } from '../../shared/contract/version.ts';
import { createInstallation } from '../accounts/setup.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { organisation } from '../../shared/domain/records/organisation.ts';
import { limited } from './limits.ts';
import { parse } from './parse.ts';

/** From one address: the devices of an office after its server has moved. */
const PROOFS_PER_MINUTE = 300;

/** Wrong setup codes before the next minute. */
const SETUPS_PER_MINUTE = 10;

const isSameCode = (given: string, expected: string): boolean => {
  const [a, b] = [given, expected].map((code) => Buffer.from(code.toUpperCase().replace(/[^A-Z0-9]/g, '')));
  return a !== undefined && b !== undefined && a.length === b.length && timingSafeEqual(a, b);
};

/** Before there is an organisation the program's own name stands for it. */
const nameOf = async ({ storage }: ServerContext): Promise<string> => {
  const [organisationId] = await storage.directory.organisationIds();
  if (organisationId === undefined) return 'E-Cabinet';
  const row = await storage.read(organisationId, (view) => view.records.get('organisation', organisationId));
  return row === undefined ? 'E-Cabinet' : organisation.parse(JSON.parse(row.body)).name;
};

/** Who this is, whether it lives, and its first administrator. */
export const serverRoutes = (app: FastifyInstance, context: ServerContext): void => {
  app.get('/server', async (): Promise<z.infer<typeof serverInfo>> => {
    const installation = await context.storage.directory.installation();
    return {
      name: await nameOf(context),
      protocol: PROTOCOL,
      floor: PROTOCOL_FLOOR,
      needsSetup: installation.setupCode !== null,
      kdf: installation.kdf,
      maxUploadBytes: context.settings.maxUploadBytes,
    };
  });

  const config = limited(PROOFS_PER_MINUTE, ({ ip }) => ip);
  app.post('/server/proof', { config }, async (request): Promise<z.infer<typeof serverProof>> => {
    const { nonce } = parse(serverProofRequest, request.body);
    const signature = context.logKey.sign(Buffer.from(`ecabinet/server/v1\n${nonce}`));
    return { signature: Buffer.from(signature).toString('base64') };
  });

  app.get('/health', async () => {
    const { lastBackupAt } = await context.storage.directory.installation();
    return { status: 'ok', lastBackupAt };
  });

  app.post(
    '/setup',
    {
      config: {
        rateLimit: {
          max: SETUPS_PER_MINUTE,
          timeWindow: 60_000,
          errorResponseBuilder: () => new Problem(429, 'too_many_attempts'),
        },
      },
    },
    async (request, reply) => {
      const body = parse(setupRequest, request.body);
      const { setupCode } = await context.storage.directory.installation();
      if (setupCode === null) throw new Problem(409, 'setup_done');
      if (!isSameCode(body.code, setupCode)) throw new Problem(403, 'setup_code_wrong');
      await createInstallation(context, body);
      return reply.code(204).send();
    },
  );
};
