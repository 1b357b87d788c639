import { z } from 'zod';
import { clientAnswer, TOPICS } from '../../shared/contract/client.ts';
import { ERROR_CODES } from '../../shared/contract/errors.ts';

/**
 * What crosses between the shell and the core's own process. Both sides parse. Bytes cross as they are: the port
 * clones structures.
 */
const number = z.int().nonnegative();
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const error = z.strictObject({
  code: z.enum(ERROR_CODES),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});

export const coreConfig = z.strictObject({
  dataDir: z.string().min(1),
  serverUrl: z.string().min(1),
  /** PEM file of a private certificate authority. */
  ca: z.string().nullable(),
  deviceLabel: z.string(),
  /** Name of the key store's back end, null where there is none. */
  keyBackend: z.string().nullable(),
});
export type CoreConfig = z.infer<typeof coreConfig>;

/** Shell to core. `id` is answered by the message of the same `id`. */
export const toCore = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('start'), config: coreConfig }),
  z.strictObject({ type: z.literal('call'), id: number, method: z.string(), args: z.unknown() }),
  z.strictObject({ type: z.literal('open'), id: number, sha256: z.string() }),
  z.strictObject({ type: z.literal('read'), id: number, sha256: z.string(), start: number, end: number }),
  z.strictObject({ type: z.literal('close'), id: number }),
  z.strictObject({ type: z.literal('key'), id: number, bytes: bytes.nullable() }),
]);
export type ToCore = z.infer<typeof toCore>;

/** What a call, an opening or a reading comes back with. */
export const coreReply = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('answer'), answer: clientAnswer }),
  z.strictObject({ kind: z.literal('size'), size: number }),
  z.strictObject({ kind: z.literal('bytes'), bytes }),
  z.strictObject({ kind: z.literal('error'), error }),
  z.strictObject({ kind: z.literal('closed') }),
  /** A bug: the call threw. */
  z.strictObject({ kind: z.literal('threw'), message: z.string() }),
]);
export type CoreReply = z.infer<typeof coreReply>;

/** Core to shell. */
export const fromCore = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  /** It cannot start, and trying again would not help: a sentence for the person. */
  z.strictObject({ type: z.literal('refused'), message: z.string() }),
  z.strictObject({ type: z.literal('reply'), id: number, reply: coreReply }),
  z.strictObject({ type: z.literal('changed'), topics: z.array(z.enum(TOPICS)) }),
  z.strictObject({ type: z.literal('key'), id: number, operation: z.enum(['wrap', 'unwrap']), bytes }),
]);
export type FromCore = z.infer<typeof fromCore>;
