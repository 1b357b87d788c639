import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { id, sha256Text } from '../../shared/domain/records/common.ts';
import { CHUNK_BYTES } from '../../shared/domain/records/paper.ts';
import { scopeOf } from '../../shared/domain/scope.ts';
import { uploadRequest } from '../../shared/contract/sync.ts';
import type { SignedIn } from '../accounts/session.ts';
import type { ServerContext } from '../context.ts';
import { beginUpload, completeUpload, putChunk } from '../files/uploads.ts';
import { Problem } from '../problem.ts';
import { parse, signedIn } from './parse.ts';
import { rangeOf } from './range.ts';

const fileParams = z.object({ sha256: sha256Text });
const uploadParams = z.object({ id });
const chunkParams = z.object({ id, index: z.coerce.number().int().min(0).max(4095) });
const chunkHeaders = z.object({ 'x-chunk-sha256': sha256Text });
const chunkBody = z.instanceof(Buffer);
/** An empty file is told what is wrong with it instead of being a malformed request. */
const anyUpload = uploadRequest.extend({ size: z.int().min(0) });

/** A file may be read by who may read a record that names it: everybody else is told that it does not exist. */
const mayRead = async (context: ServerContext, who: SignedIn, sha256: string): Promise<boolean> =>
  context.storage.read(who.organisationId, async (view) => {
    const manifest = scopeOf('manifest', who.personId);
    // One look-up for each scope that names the file, not the whole manifest: a device asks for hundreds of files.
    for (const scope of await view.files.scopesNaming(sha256)) {
      if (scope === manifest || (await view.records.get('grant', scope, manifest)) !== undefined) return true;
    }
    return false;
  });

const sendFile = async (
  context: ServerContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  const who = await signedIn(context, request);
  const { sha256 } = parse(fileParams, request.params);
  const size = (await mayRead(context, who, sha256)) ? await context.files.sizeOf(sha256) : undefined;
  if (size === undefined) throw new Problem(404, 'not_found');
  const etag = `"${sha256}"`;
  void reply
    .header('etag', etag)
    .header('accept-ranges', 'bytes')
    .header('cache-control', 'private, no-store')
    .type('application/pdf');
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  const ifRange = request.headers['if-range'];
  const range = ifRange === undefined || ifRange === etag ? rangeOf(request.headers.range, size) : null;
  if (range === 'unsatisfiable') {
    return reply.code(416).header('content-range', `bytes */${size}`).send();
  }
  const { start, end } = range ?? { start: 0, end: size };
  if (range !== null) {
    void reply.code(206).header('content-range', `bytes ${start}-${end - 1}/${size}`);
  }
  void reply.header('content-length', end - start);
  if (request.method === 'HEAD') return reply.send();
  const bytes = context.files.read(sha256, start, end, reply.raw);
  bytes.once('error', (err) => {
    // Before the first byte it becomes an answer, and is logged with it. After that only the end of the connection says that
    // something is missing.
    if (reply.raw.headersSent)
      context.log.error({ err, route: request.routeOptions.url }, 'a file could not be read to its end');
  });
  return reply.send(bytes);
};

/** Papers down by range, up by chunk. */
export const fileRoutes = (app: FastifyInstance, context: ServerContext): void => {
  app.route({
    method: ['GET', 'HEAD'],
    url: '/files/:sha256',
    handler: (request, reply) => sendFile(context, request, reply),
  });

  app.post('/uploads', async (request) => {
    const who = await signedIn(context, request);
    return beginUpload(context, who, parse(anyUpload, request.body));
  });

  app.put('/uploads/:id/chunks/:index', { bodyLimit: CHUNK_BYTES + 1024 }, async (request, reply) => {
    const who = await signedIn(context, request);
    const params = parse(chunkParams, request.params);
    const sha256 = parse(chunkHeaders, request.headers)['x-chunk-sha256'];
    const bytes = parse(chunkBody, request.body);
    await putChunk(context, who, params.id, { index: params.index, sha256, bytes });
    return reply.code(204).send();
  });

  app.post('/uploads/:id/complete', async (request) => {
    const who = await signedIn(context, request);
    return { file: await completeUpload(context, who, parse(uploadParams, request.params).id) };
  });
};
