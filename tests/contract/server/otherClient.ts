import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { WebSocket } from 'ws';
import {
  base64,
  canonical,
  type Checkpoint,
  type Costs,
  drawDevice,
  type Halves,
  halvesOf,
  hex,
  isInLog,
  openCheckpoint,
  openNote,
  type OtherDevice,
  sealNote,
  signText,
  unwrapAccountKey,
  wrapAccountKey,
} from './otherFormats.ts';
import { Copy, type PullAnswer } from './otherCopy.ts';
import { Line, type Mutation, type MutationResult } from './otherLine.ts';
import { API, ask, exactly, type Request, Refused, send } from './otherWire.ts';

/**
 * A client of the protocol that does what `docs/sync.md` and `docs/formats.md` say. It shares no code with the app or the
 * server, so that what they agree on without having written it down fails here.
 */
const PROTOCOL = 2;
const CHUNK = 1_048_576;

interface Session {
  readonly token: string;
  readonly personId: string;
  readonly organisationId: string;
  readonly accountRole: string;
  readonly accountKey: string | null;
  readonly log: { readonly origin: string; readonly publicKey: string };
}

/** A `paperVersion`'s file. */
export interface PaperFile {
  readonly sha256: string;
  readonly size: number;
  readonly chunks: readonly string[];
  readonly pages: number;
}

export interface Receipt {
  readonly id: string;
  readonly pollId: string;
  readonly signed: { readonly bytes: string; readonly signature: string };
  readonly receivedAt: string;
  readonly state: string;
  readonly logIndex: number;
  readonly proof: readonly string[];
  readonly checkpoint: string;
  readonly former?: unknown;
}

/** What a round of pulling came to. */
export interface Round {
  readonly pages: number;
  readonly asOf: number;
  /** Scopes whose checksum was found right. */
  readonly checked: readonly string[];
}

export class OtherClient {
  readonly #url: string;
  readonly #session: Session;
  readonly #device: OtherDevice;
  readonly accountKey: Buffer;
  #epoch: string | null = null;
  #copy = new Copy();
  readonly #line = new Line();
  /** The decision log that is followed, and the epoch in which it has this name. */
  #log: Session['log'];
  #logEpoch: string | null = null;
  checkpoint: Checkpoint;
  /** The last ones seen of logs that a restored server has left. */
  readonly formerCheckpoints: Checkpoint[] = [];

  constructor(url: string, device: OtherDevice, session: Session, accountKey: Buffer) {
    [this.#url, this.#device, this.#session, this.accountKey] = [url, device, session, accountKey];
    this.#log = session.log;
    this.checkpoint = { origin: session.log.origin, size: 0, root: hex('') };
  }

  get personId(): string {
    return this.#session.personId;
  }

  get scopes(): readonly string[] {
    return this.#copy.scopes;
  }

  request(path: string, request: Request = {}): Promise<Response> {
    return send(this.#url, path, { ...request, token: this.#session.token });
  }

  async #json(path: string, json?: unknown): Promise<unknown> {
    const body = json === undefined ? {} : { json };
    return (await this.request(path, { method: 'POST', ...body })).json();
  }

  /** Everything held of a kind, with the number of its last write. */
  held<T>(kind: string): (T & { readonly id: string; readonly rev: number })[] {
    return this.#copy.rows
      .filter((row) => row.kind === kind)
      .map(({ body, rev }) => ({ ...(JSON.parse(body) as T & { id: string }), rev }));
  }

  #rename(origin: string, epoch: string): void {
    const isRestored = origin === `e-cabinet/${this.#session.organisationId}/${epoch}`;
    if (epoch === this.#logEpoch || !isRestored) throw new Error('log_changed');
    this.formerCheckpoints.push(this.checkpoint);
    this.#log = { ...this.#log, origin };
    this.checkpoint = { origin, size: 0, root: hex('') };
    this.#logEpoch = epoch;
  }

  #follow({ checkpoint, origin, epoch }: PullAnswer): void {
    if (origin !== this.#log.origin) this.#rename(origin, epoch);
    this.#logEpoch ??= epoch;
    if (this.#logEpoch !== epoch) throw new Error('log_changed');
    if (checkpoint === null) return;
    const seen = openCheckpoint(checkpoint, this.#log);
    if (seen.size === this.checkpoint.size && seen.root !== this.checkpoint.root) {
      throw new Error('log_changed');
    }
    if (seen.size > this.checkpoint.size) this.checkpoint = seen;
  }

  async #page(): Promise<PullAnswer> {
    const asked = { protocol: PROTOCOL, epoch: this.#epoch, ...this.#copy.question() };
    return exactly<PullAnswer>(
      await this.#json('/sync/pull', asked),
      'epoch asOf changes gone more checkpoint origin durableThrough',
      'next',
    );
  }

  /** A whole round: nothing of it is visible until its last page is in and every checksum fits. */
  async pull(): Promise<Round> {
    this.#copy.giveUp();
    const checked: string[] = [];
    for (let pages = 1; ; pages += 1) {
      const answer = await this.#page().catch((error: unknown) => {
        if (!(error instanceof Refused) || error.code !== 'cursors_needed') throw error;
        this.#copy.begin(true);
        return this.#page();
      });
      this.#follow(answer);
      checked.push(...this.#copy.take(answer));
      this.#epoch = answer.epoch;
      if (answer.more) continue;
      this.#line.durable(answer.durableThrough);
      return { pages, asOf: answer.asOf, checked };
    }
  }

  /** The next mutation of this device, not yet sent. */
  mutation(name: string, args: unknown): Mutation {
    return this.#line.draw(name, args);
  }

  async push(...mutations: readonly Mutation[]): Promise<readonly MutationResult[]> {
    const { epoch, results } = exactly<{ epoch: string; results: MutationResult[] }>(
      await this.#json('/sync/push', { protocol: PROTOCOL, epoch: this.#epoch, mutations }),
      'epoch results',
    );
    for (const result of results) {
      if (result.status === 'applied') exactly(result, 'id n status seq', 'leaves');
      else exactly(result, 'id n status seq code params');
    }
    this.#line.settle(results, epoch);
    return results;
  }

  /** Whether the server answers a fresh question with the log key that this client keeps, at whatever address it stands. */
  async isSameServer(): Promise<boolean> {
    const nonce = randomBytes(32).toString('base64');
    const json = { nonce };
    const answer = await ask(this.#url, '/server/proof', { method: 'POST', json });
    const { signature } = exactly<{ signature: string }>(answer, 'signature');
    const x = Buffer.from(this.#log.publicKey, 'base64').toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return verify(null, Buffer.from(`ecabinet/server/v1\n${nonce}`), key, Buffer.from(signature, 'base64'));
  }

  /** The server was restored: what its backup does not have is sent again, and everything is pulled anew. */
  async startOver({ params }: Refused): Promise<readonly MutationResult[]> {
    this.#epoch = String(params['epoch']);
    this.#copy = new Copy();
    const again = this.#line.startOver(Number(params['expected']));
    const results = again.length === 0 ? [] : await this.push(...again);
    await this.pull();
    return results;
  }

  /** Tries again what a restored server has refused so far. */
  async returnAgain(): Promise<readonly MutationResult[]> {
    const results = await this.push(...this.#line.returning());
    await this.pull();
    return results;
  }

  /** Sends one mutation, which must be applied, and pulls its effect. */
  async do(name: string, args: unknown): Promise<void> {
    const [result] = await this.push(this.mutation(name, args));
    if (result?.status !== 'applied') throw new Error(`${name}: ${result?.code}`);
    const { asOf } = await this.pull();
    if (asOf < result.seq) throw new Error('the pull does not have what was pushed');
  }

  /** The ballot's bytes and its signature, as `ballot.cast` carries them. */
  ballot(pollId: string, choices: readonly string[]) {
    const poll = this.held<{ statement: string; hash: string }>('poll').find(({ id }) => id === pollId);
    if (poll === undefined || hex(poll.statement) !== poll.hash) throw new Error('no such poll');
    const statement = JSON.parse(poll.statement) as { poll: string };
    if (statement.poll !== pollId || canonical(statement) !== poll.statement)
      throw new Error('not canonical');
    const own = this.receipts(pollId).filter(({ state }) => state !== 'late');
    const replaced = new Set(
      own.flatMap(({ signed }) => (JSON.parse(signed.bytes) as { replaces: string[] }).replaces),
    );
    const bytes = canonical({
      type: 'ecabinet/ballot/v1',
      poll: pollId,
      pollHash: poll.hash,
      voter: this.personId,
      device: this.#device.id,
      choices: [...choices].sort(),
      text: '',
      replaces: own
        .map(({ id }) => id)
        .filter((id) => !replaced.has(id))
        .sort(),
      checkpoint: this.checkpoint,
      castAt: new Date().toISOString(),
      salt: base64(randomBytes(32)),
    });
    return { id: hex(bytes), signed: { bytes, signature: signText(this.#device, bytes) } };
  }

  receipts(pollId: string): readonly Receipt[] {
    return this.held<Receipt>('ballotReceipt').filter((receipt) => receipt.pollId === pollId);
  }

  /** Whether the log, by its own signature, has the ballot where the receipt says. */
  isProven({ id, pollId, signed, receivedAt, logIndex, proof, checkpoint, former }: Receipt): boolean {
    const origin = checkpoint.slice(0, checkpoint.indexOf('\n'));
    const isOurs = `${origin}/`.startsWith(`e-cabinet/${this.#session.organisationId}/`);
    const tree = openCheckpoint(checkpoint, isOurs ? { ...this.#log, origin } : this.#log);
    const again = former === undefined ? {} : { former };
    const event = canonical({ type: 'ballot', poll: pollId, ballot: id, at: receivedAt, ...again });
    return hex(signed.bytes) === id && tree.size === logIndex + 1 && isInLog(event, logIndex, tree, proof);
  }

  /** Keeps something private, unreadable to the server. */
  putNote(id: string, content: unknown): Promise<void> {
    return this.do('private.put', sealNote(this.accountKey, id, content));
  }

  notes(): readonly unknown[] {
    return this.held<{ ciphertext: string }>('privateNote').map((note) => openNote(this.accountKey, note));
  }

  /** Hears the pokes; returns how to stop. */
  listen(onPoke: (seq: number) => void): () => void {
    const socket = new WebSocket(`${this.#url.replace(/^http/, 'ws')}${API}/pokes`, {
      headers: { authorization: `Bearer ${this.#session.token}` },
    });
    socket.on('message', (data: Buffer) => {
      const { type, seq } = exactly<{ type: string; seq: number }>(JSON.parse(data.toString()), 'type seq');
      if (type === 'poke') onPoke(seq);
    });
    return () => socket.terminate();
  }

  /** Sends a file in chunks, those that the server has not; returns what it found. */
  async upload(name: string, bytes: Uint8Array): Promise<PaperFile> {
    const about = { name, size: bytes.length, sha256: hex(bytes) };
    const { uploadId, have, file } = exactly<{ uploadId: string; have: number[]; file: PaperFile | null }>(
      await this.#json('/uploads', about),
      'uploadId have file',
    );
    if (file !== null) return file;
    for (let index = 0; index * CHUNK < bytes.length; index += 1) {
      if (have.includes(index)) continue;
      const chunk = bytes.subarray(index * CHUNK, (index + 1) * CHUNK);
      const headers = { 'x-chunk-sha256': hex(chunk) };
      await this.request(`/uploads/${uploadId}/chunks/${index}`, { method: 'PUT', bytes: chunk, headers });
    }
    const done = await this.#json(`/uploads/${uploadId}/complete`);
    return exactly<{ file: PaperFile }>(done, 'file').file;
  }

  /** Fetches a paper chunk by chunk; throws when one is not what the record says. */
  async download({ sha256, size, chunks }: PaperFile): Promise<Uint8Array> {
    const pieces: Buffer[] = [];
    for (const [index, expected] of chunks.entries()) {
      const [first, last] = [index * CHUNK, Math.min(size, (index + 1) * CHUNK) - 1];
      const answer = await this.request(`/files/${sha256}`, {
        headers: { range: `bytes=${first}-${last}`, 'if-range': `"${sha256}"` },
      });
      const piece = Buffer.from(await answer.arrayBuffer());
      const isPart = answer.headers.get('content-range') === `bytes ${first}-${last}/${size}`;
      if (answer.status !== 206 || !isPart || hex(piece) !== expected) throw new Error(`chunk ${index}`);
      pieces.push(piece);
    }
    const whole = Buffer.concat(pieces);
    if (hex(whole) !== sha256) throw new Error('file_damaged');
    return whole;
  }
}

/** The account key: the one that stands, or, at a person's very first sign-in, a new one. */
const accountKeyOf = async (url: string, { token, accountKey }: Session, halves: Halves): Promise<Buffer> => {
  if (accountKey !== null) return unwrapAccountKey(halves.wrapKey, accountKey);
  const drawn = { accountKey: wrapAccountKey(halves.wrapKey, randomBytes(32)) };
  const answer = await ask(url, '/auth/account-key', { method: 'PUT', json: drawn, token });
  return unwrapAccountKey(halves.wrapKey, exactly<typeof drawn>(answer, 'accountKey').accountKey);
};

/** Enrols a device, or signs in on one that is enrolled. */
export const signIn = async (
  url: string,
  username: string,
  passphrase: string,
  device: OtherDevice = drawDevice(),
  afresh?: boolean,
): Promise<OtherClient> => {
  const post = (path: string, json: unknown) => ask(url, path, { method: 'POST', json });
  const params = exactly<{ salt: string; kdf: Costs }>(await post('/auth/params', { username }), 'salt kdf');
  const halves = await halvesOf(passphrase, params.salt, params.kdf);
  const { id, publicKey } = device;
  const proof = signText(device, `ecabinet/enrol/v1\n${username}\n${id}\n${publicKey}`);
  const session = exactly<Session>(
    await post('/auth/sign-in', {
      protocol: PROTOCOL,
      username,
      authKey: halves.authKey,
      device: { id, publicKey, label: 'another client', proof },
      ...(afresh === undefined ? {} : { afresh }),
    }),
    'token expiresAt personId organisationId accountRole accountKey log',
  );
  return new OtherClient(url, device, session, await accountKeyOf(url, session, halves));
};
