import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { buildBallot } from '../../shared/domain/decisions/ballot.ts';
import { logOrigin, parseCheckpointText } from '../../shared/domain/log/checkpoint.ts';
import { EMPTY_FRONTIER, frontierRoot } from '../../shared/domain/log/merkle.ts';
import type { Actor } from '../../shared/domain/mutation.ts';
import { applyMutation } from '../../shared/domain/mutations/all.ts';
import type { MutationArgs, MutationName } from '../../shared/domain/mutations/args.ts';
import { CHUNK_BYTES } from '../../shared/domain/records/paper.ts';
import type { CheckpointRef, Poll } from '../../shared/domain/records/poll.ts';
import { toHex } from '../../shared/lib/bytes.ts';
import { enrolDevice } from '../accounts/enrolment.ts';
import type { ServerContext } from '../context.ts';
import { beginUpload, completeUpload, putChunk } from '../files/uploads.ts';
import { runTransaction, writeRecords } from '../sync/transaction.ts';
import { iso } from './dates.ts';
import type { SampleGovernment } from './organisation.ts';

/** Acts in the name of people of the sample, by the same mutations as their apps, at moments that it is told. */
export interface SampleActors {
  /** Sets the moment at which everything that follows happens. */
  at(moment: number): void;
  now(): number;
  /** Throws when the rules refuse. */
  act<N extends MutationName>(username: string, name: N, args: MutationArgs<N>): Promise<void>;
  /** Uploads a paper with every check of an upload; returns its hash. */
  upload(username: string, name: string, bytes: Uint8Array): Promise<string>;
  /** Enrols a device for somebody, whose key lives as long as the sample is being made. */
  enrol(username: string, label: string): Promise<void>;
  /** Revokes that device: its key is not kept, so nobody must take it for one that is in use. */
  revoke(username: string): Promise<void>;
  /** Signs a ballot on that device and casts it. */
  vote(username: string, poll: Poll, choice: string, text?: string): Promise<void>;
}

interface Device {
  readonly id: string;
  sign(text: string): string;
}

const makeDevice = (id: string): { readonly device: Device; readonly publicKey: string } => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  return {
    device: { id, sign: (text) => sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64') },
    publicKey: raw.toString('base64'),
  };
};

const newestCheckpoint = async (context: ServerContext, organisationId: string): Promise<CheckpointRef> => {
  const { checkpoint } = await context.storage.read(organisationId, (view) => view.log.state());
  const text = checkpoint?.slice(0, checkpoint.indexOf('\n\n') + 1) ?? '';
  const empty = { origin: logOrigin(organisationId), size: 0, root: toHex(frontierRoot(EMPTY_FRONTIER)) };
  return parseCheckpointText(text) ?? empty;
};

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const uploadWhole = async (
  context: ServerContext,
  actor: Actor,
  name: string,
  bytes: Uint8Array,
): Promise<string> => {
  const who = { ...actor, username: '', tokenHash: '' };
  const { uploadId } = await beginUpload(context, who, { name, size: bytes.length, sha256: sha256(bytes) });
  for (let index = 0; index * CHUNK_BYTES < bytes.length; index += 1) {
    const chunk = bytes.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
    await putChunk(context, who, uploadId, { index, sha256: sha256(chunk), bytes: chunk });
  }
  return (await completeUpload(context, who, uploadId)).sha256;
};

export const createActors = (real: ServerContext, government: SampleGovernment): SampleActors => {
  const { organisationId, personId } = government;
  let moment = real.clock.now();
  const context: ServerContext = { ...real, clock: { now: () => moment } };
  const devices = new Map<string, Device>();
  const actorOf = (username: string): Actor => ({
    organisationId,
    personId: personId(username),
    deviceId: devices.get(username)?.id ?? '',
    accountRole: username === 'quantri' ? 'system_administrator' : 'user',
  });
  const act: SampleActors['act'] = async (username, name, args) => {
    const actor = actorOf(username);
    const outcome = await runTransaction(context, organisationId, (work) =>
      writeRecords(context, work, actor, actor.deviceId, (rules) => applyMutation(name, args, rules)),
    );
    if (!outcome.ok) throw new Error(`the sample's ${name} was refused: ${outcome.error.code}`);
  };
  return {
    at: (next) => void (moment = next),
    now: () => moment,
    act,
    upload: (username, name, bytes) => uploadWhole(context, actorOf(username), name, bytes),
    async enrol(username, label) {
      const { device, publicKey } = makeDevice(context.ids.next());
      await runTransaction(context, organisationId, (work) =>
        enrolDevice(context, work, personId(username), { id: device.id, publicKey, label }, false),
      );
      devices.set(username, device);
    },
    async revoke(username) {
      const device = devices.get(username);
      if (device === undefined) throw new Error(`${username} has no device`);
      await act(username, 'device.revoke', { id: device.id });
      devices.delete(username);
    },
    async vote(username, poll, choice, text = '') {
      const device = devices.get(username);
      if (device === undefined) throw new Error(`${username} has no device`);
      const built = buildBallot({
        poll: poll.id,
        pollHash: poll.hash ?? '',
        voter: personId(username),
        device: device.id,
        choices: [choice],
        text,
        replaces: [],
        checkpoint: await newestCheckpoint(context, organisationId),
        castAt: iso(moment),
        salt: Buffer.from(context.random(32)).toString('base64'),
      });
      await act(username, 'ballot.cast', {
        signed: { bytes: built.bytes, signature: device.sign(built.bytes) },
      });
    },
  };
};
