import { createHash, generateKeyPairSync, hkdfSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { hashRaw } from '@node-rs/argon2';
import type { z } from 'zod';
import { buildBallot } from '../../shared/domain/decisions/ballot.ts';
import { parseCheckpointText } from '../../shared/domain/log/checkpoint.ts';
import type { MutationArgs, MutationName } from '../../shared/domain/mutations/args.ts';
import { CHUNK_BYTES } from '../../shared/domain/records/paper.ts';
import {
  authParams,
  type KdfParams,
  type MutationResult,
  type Problem,
  problem,
  pullAnswer,
  pushAnswer,
  signInAnswer,
  type SignInAnswer,
  uploadAnswer,
  uploadComplete,
  type WireMutation,
} from '../../shared/contract/sync.ts';
import { API, PROTOCOL } from '../../shared/contract/version.ts';
import { createIds } from '../../shared/lib/ids.ts';

/** A device with its key, as the protocol sees it: no store, no outbox. */
export interface ApiDevice {
  readonly id: string;
  readonly publicKey: string;
  readonly key: KeyObject;
}

const random = (count: number): Uint8Array => new Uint8Array(randomBytes(count));
const ids = createIds({ now: () => Date.now() }, random);
export const newId = (): string => ids.next();

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export const newDevice = (): ApiDevice => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  return { id: newId(), publicKey: raw.toString('base64'), key: privateKey };
};

/** The signing-in half of a passphrase, as a device derives it. */
export const deriveAuthKey = async (passphrase: string, salt: string, kdf: KdfParams): Promise<string> => {
  const master = await hashRaw(passphrase.normalize('NFC'), {
    salt: Buffer.from(salt, 'base64'),
    memoryCost: kdf.memoryKiB,
    timeCost: kdf.passes,
    parallelism: kdf.lanes,
    outputLen: 32,
    algorithm: 2,
    version: 1,
  });
  return Buffer.from(hkdfSync('sha256', master, '', 'ecabinet/sign-in/v1', 32)).toString('base64');
};

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  json(): unknown;
  /** The problem document; throws when the answer is none. */
  problem(): Problem;
}

export interface Call {
  readonly method?: string;
  readonly token?: string;
  readonly json?: unknown;
  readonly bytes?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export const call = async (url: string, path: string, request: Call = {}): Promise<Answer> => {
  const headers = new Headers(request.headers);
  if (request.token !== undefined) headers.set('authorization', `Bearer ${request.token}`);
  if (request.json !== undefined) headers.set('content-type', 'application/json');
  if (request.bytes !== undefined) headers.set('content-type', 'application/octet-stream');
  const body = request.json === undefined ? request.bytes : JSON.stringify(request.json);
  const method = request.method ?? (body === undefined ? 'GET' : 'POST');
  const response = await fetch(`${url}${API}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: body as BodyInit }),
  });
  const text = await response.text();
  const json = (): unknown => JSON.parse(text);
  return {
    status: response.status,
    headers: response.headers,
    text,
    json,
    problem: () => problem.parse(json()),
  };
};

export const signInRequestFor = async (
  url: string,
  username: string,
  passphrase: string,
  device: ApiDevice,
) => {
  const params = authParams.parse((await call(url, '/auth/params', { json: { username } })).json());
  const text = `ecabinet/enrol/v1\n${username}\n${device.id}\n${device.publicKey}`;
  return {
    protocol: PROTOCOL,
    username,
    authKey: await deriveAuthKey(passphrase, params.salt, params.kdf),
    device: {
      id: device.id,
      publicKey: device.publicKey,
      label: 'Test',
      proof: sign(null, Buffer.from(text), device.key).toString('base64'),
    },
  };
};

type PullAnswer = z.infer<typeof pullAnswer>;
export interface HeldRecord {
  readonly scope: string;
  readonly kind: string;
  readonly id: string;
  readonly rev: number;
  readonly body: string;
}

/** Somebody signed in on a device: pushes numbered mutations, pulls into a plain copy. */
export class ApiPerson {
  readonly url: string;
  readonly device: ApiDevice;
  readonly session: SignInAnswer;
  readonly cursors = new Map<string, number>();
  readonly records = new Map<string, HeldRecord>();
  readonly checksums = new Map<string, string>();
  epoch: string | null = null;
  n = 0;
  lastPull: PullAnswer | null = null;

  constructor(url: string, device: ApiDevice, session: SignInAnswer) {
    this.url = url;
    this.device = device;
    this.session = session;
  }

  get token(): string {
    return this.session.token;
  }

  get personId(): string {
    return this.session.personId;
  }

  call(path: string, request: Call = {}): Promise<Answer> {
    return call(this.url, path, { token: this.token, ...request });
  }

  mutation<N extends MutationName>(name: N, args: MutationArgs<N>): WireMutation {
    this.n += 1;
    return { id: newId(), n: this.n, name, args, at: new Date().toISOString() };
  }

  async push(mutations: readonly WireMutation[]): Promise<MutationResult[]> {
    const answer = await this.call('/sync/push', { json: { protocol: PROTOCOL, mutations } });
    if (answer.status !== 200) throw new Error(`push: ${answer.text}`);
    return pushAnswer.parse(answer.json()).results;
  }

  /** Pushes one mutation and returns its answer. */
  async mutate<N extends MutationName>(name: N, args: MutationArgs<N>): Promise<MutationResult> {
    const [result] = await this.push([this.mutation(name, args)]);
    if (result === undefined) throw new Error('no answer');
    return result;
  }

  /** Like `mutate`; throws when it was rejected. */
  async do<N extends MutationName>(name: N, args: MutationArgs<N>): Promise<void> {
    const result = await this.mutate(name, args);
    if (result.status === 'rejected') throw new Error(`${name}: ${result.code}`);
  }

  async pullPage(): Promise<PullAnswer> {
    const cursors = Object.fromEntries(this.cursors);
    const answer = await this.call('/sync/pull', {
      json: { protocol: PROTOCOL, epoch: this.epoch, cursors },
    });
    if (answer.status !== 200) throw new Error(`pull: ${answer.text}`);
    const page = pullAnswer.parse(answer.json());
    this.#take(page);
    return page;
  }

  /** Pulls until nothing is left; returns the pages. */
  async pull(): Promise<PullAnswer[]> {
    const pages = [await this.pullPage()];
    while (pages.at(-1)?.more === true) pages.push(await this.pullPage());
    return pages;
  }

  #drop(scope: string): void {
    for (const [key, record] of this.records) if (record.scope === scope) this.records.delete(key);
    this.cursors.delete(scope);
  }

  #take(page: PullAnswer): void {
    this.epoch = page.epoch;
    this.lastPull = page;
    for (const scope of page.gone) this.#drop(scope);
    for (const change of page.changes) {
      if (change.reset) this.#drop(change.scope);
      for (const [id, kind, rev, body] of change.records) {
        const key = `${change.scope} ${kind} ${id}`;
        if (body === null) this.records.delete(key);
        else this.records.set(key, { scope: change.scope, kind, id, rev, body });
      }
      this.cursors.set(change.scope, change.to);
      if (change.checksum !== null) this.checksums.set(change.scope, change.checksum);
    }
  }

  held(kind: string): HeldRecord[] {
    return [...this.records.values()].filter((record) => record.kind === kind);
  }

  /** The checksum of what is held of a scope, by its definition. */
  checksumOf(scope: string): string {
    let sum = 0n;
    for (const { kind, id, rev, body, scope: own } of this.records.values()) {
      if (own !== scope) continue;
      sum += BigInt(`0x${sha256(Buffer.from(`${kind}\n${id}\n${rev}\n${body}`))}`);
    }
    return (sum % (1n << 256n)).toString(16).padStart(64, '0');
  }

  async beginUpload(name: string, bytes: Uint8Array): Promise<Answer> {
    return this.call('/uploads', { json: { name, size: bytes.length, sha256: sha256(bytes) } });
  }

  putChunk(uploadId: string, index: number, bytes: Uint8Array): Promise<Answer> {
    const chunk = bytes.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
    const headers = { 'x-chunk-sha256': sha256(chunk) };
    return this.call(`/uploads/${uploadId}/chunks/${index}`, { method: 'PUT', bytes: chunk, headers });
  }

  /** Sends a whole file; the answer is that of the completing, or of what refused it before. */
  async upload(name: string, bytes: Uint8Array): Promise<Answer> {
    const begun = await this.beginUpload(name, bytes);
    if (begun.status !== 200) return begun;
    const { uploadId } = uploadAnswer.parse(begun.json());
    for (let index = 0; index * CHUNK_BYTES < bytes.length; index += 1) {
      const put = await this.putChunk(uploadId, index, bytes);
      if (put.status !== 204) return put;
    }
    return this.call(`/uploads/${uploadId}/complete`, { method: 'POST' });
  }

  /** Sends a file that must be taken; returns its hash. */
  async uploaded(name: string, bytes: Uint8Array): Promise<string> {
    const answer = await this.upload(name, bytes);
    if (answer.status !== 200) throw new Error(`upload: ${answer.text}`);
    return uploadComplete.parse(answer.json()).file.sha256;
  }

  /** A ballot on a poll that has been pulled, signed by this device after the last checkpoint it saw. */
  ballot(pollId: string, pollHash: string, choices: readonly string[]) {
    const checkpoint = parseCheckpointText((this.lastPull?.checkpoint ?? '').split('\n\n')[0] + '\n');
    if (checkpoint === null) throw new Error('no checkpoint was pulled');
    const built = buildBallot({
      poll: pollId,
      pollHash,
      voter: this.personId,
      device: this.device.id,
      choices: [...choices],
      text: '',
      replaces: [],
      checkpoint,
      castAt: new Date().toISOString(),
      salt: Buffer.from(random(32)).toString('base64'),
    });
    const signature = sign(null, Buffer.from(built.bytes), this.device.key).toString('base64');
    return { id: built.id, signed: { bytes: built.bytes, signature } };
  }
}

/** Signs in on a new device, or on a given one. */
export const signInAs = async (
  url: string,
  username: string,
  passphrase: string,
  device: ApiDevice = newDevice(),
): Promise<ApiPerson> => {
  const request = await signInRequestFor(url, username, passphrase, device);
  const answer = await call(url, '/auth/sign-in', { json: request });
  if (answer.status !== 200) throw new Error(`sign-in: ${answer.text}`);
  return new ApiPerson(url, device, signInAnswer.parse(answer.json()));
};
