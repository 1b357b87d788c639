import { generateKeyPairSync, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openLogKey } from '../../server/log/logKey.ts';
import { openSqlite } from '../../server/storage/sqlite/sqlite.ts';
import type { WriteTx } from '../../server/storage/port.ts';
import { serverEffects } from '../../server/sync/effects.ts';
import { recordReader } from '../../server/sync/recordStore.ts';
import { serverActor, writeRecords } from '../../server/sync/transaction.ts';
import { endDueWindows } from '../../shared/domain/conduct/windows.ts';
import { buildBallot, type BuiltBallot } from '../../shared/domain/decisions/ballot.ts';
import { logOrigin, openCheckpoint } from '../../shared/domain/log/checkpoint.ts';
import type { AccountRole, MutationContext, Outcome, Stored } from '../../shared/domain/mutation.ts';
import { applyMutation } from '../../shared/domain/mutations/all.ts';
import type { MutationName } from '../../shared/domain/mutations/args.ts';
import type { RecordKind, RecordOf } from '../../shared/domain/records/kinds.ts';
import type { CheckpointRef, SignedBallot } from '../../shared/domain/records/poll.ts';
import { type Scope, scopeOf } from '../../shared/domain/scope.ts';
import { sha256Hex, utf8 } from '../../shared/lib/bytes.ts';
import { createIds } from '../../shared/lib/ids.ts';

/** A signed ballot, ready to be cast. */
export interface SignedAndBuilt extends BuiltBallot {
  readonly signed: SignedBallot;
}

export interface BallotWish {
  readonly voter: string;
  readonly pollId: string;
  readonly choices: readonly string[];
  readonly text?: string;
  readonly replaces?: readonly string[];
  /** Which of the voter's devices, by number; 0 unless said. */
  readonly device?: number;
  /** What the device saw last; the newest checkpoint unless said. */
  readonly checkpoint?: CheckpointRef;
}

/** The code of a refusal, or `applied`. */
export const codeOf = (outcome: Outcome): string => (outcome.ok ? 'applied' : outcome.error.code);

const START = Date.parse('2019-06-24T01:00:00.000Z');

/**
 * The rules on the server's own storage, in a folder that goes with the test: everything a person or the secretariat can
 * do, with real signatures, a real log, and grants as the server keeps them. Time stands still until told to move.
 */
export const createRules = async () => {
  const dir = mkdtempSync(join(tmpdir(), 'rules-'));
  let now = START;
  const ids = createIds({ now: () => now }, (count) => new Uint8Array(randomBytes(count)));
  const opened = openSqlite(join(dir, 'store.db'), {
    newId: () => ids.next(),
    random: (count) => new Uint8Array(randomBytes(count)),
    kdf: { memoryKiB: 19_456, passes: 2, lanes: 1 },
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const storage = opened.value;
  const logKey = openLogKey(join(dir, 'log.pem'));
  onTestFinished(async () => {
    await storage.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const organisationId = ids.next();
  const keys = new Map<string, KeyObject>();
  const roles = new Map<string, AccountRole>();
  const devices = new Map<string, string>();
  const isoNow = () => new Date(now).toISOString();

  const write = <T>(
    actor: MutationContext['actor'],
    work: (context: MutationContext, tx: WriteTx) => Promise<T>,
  ): Promise<T> =>
    storage.transact(organisationId, (tx) =>
      writeRecords(
        { logKey },
        { tx, organisationId, now: isoNow(), moved: new Set(), revoked: new Set() },
        actor,
        actor.deviceId,
        (context) => work(context, tx),
      ),
    );

  const asServer = <T>(work: (context: MutationContext, tx: WriteTx) => Promise<T>): Promise<T> =>
    write(serverActor(organisationId), work);

  const deviceOf = async (personId: string, number = 0): Promise<string> => {
    const name = `${personId}/${number}`;
    const known = devices.get(name);
    if (known !== undefined) return known;
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const id = ids.next();
    const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
    devices.set(name, id);
    keys.set(id, privateKey);
    await asServer(({ tx }) =>
      tx.put(scopeOf('org', organisationId), 'device', {
        id,
        personId,
        publicKey: raw.toString('base64'),
        label: `device ${number}`,
        enrolledAt: isoNow(),
        revokedAt: null,
        wipeRequestedAt: null,
        wipedAt: null,
        loaner: null,
      }),
    );
    return id;
  };

  const get = async <K extends RecordKind>(kind: K, id: string): Promise<Stored<K>> => {
    const found = await storage.read(organisationId, (view) => recordReader(view).get(kind, id));
    if (found === undefined) throw new Error(`no ${kind} ${id}`);
    return found;
  };

  const checkpoint = async (): Promise<CheckpointRef> => {
    const origin = logOrigin(organisationId);
    const { checkpoint: signed } = await storage.read(organisationId, (view) => view.log.state());
    if (signed === null) return { origin, size: 0, root: sha256Hex(new Uint8Array()) };
    const opened = openCheckpoint(
      signed,
      { name: origin, publicKey: logKey.publicKey },
      (key, text, mark) => {
        const x = Buffer.from(key).toString('base64url');
        return verify(null, text, { key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }, mark);
      },
    );
    if (opened === null) throw new Error('the log has not signed its checkpoint');
    return opened;
  };

  const ballot = async (wish: BallotWish): Promise<SignedAndBuilt> => {
    const poll = await get('poll', wish.pollId);
    const device = await deviceOf(wish.voter, wish.device);
    const built = buildBallot({
      poll: wish.pollId,
      pollHash: poll.body.hash ?? '',
      voter: wish.voter,
      device,
      choices: [...wish.choices],
      text: wish.text ?? '',
      replaces: [...(wish.replaces ?? [])],
      checkpoint: wish.checkpoint ?? (await checkpoint()),
      castAt: isoNow(),
      salt: randomBytes(32).toString('base64'),
    });
    const key = keys.get(device);
    if (key === undefined) throw new Error('no key');
    const signature = sign(null, Buffer.from(built.bytes, 'utf8'), key).toString('base64');
    return { ...built, signed: { bytes: built.bytes, signature } };
  };

  const run = async (personId: string, name: MutationName, args: unknown, device = 0): Promise<Outcome> =>
    write(
      {
        organisationId,
        personId,
        deviceId: await deviceOf(personId, device),
        accountRole: roles.get(personId) ?? 'user',
      },
      async (context, tx) => {
        const before = await tx.counter();
        const outcome = await applyMutation(name, args, context);
        // Of every refusal in every test: a mutation that refuses has written nothing.
        if (!outcome.ok && (await tx.counter()) !== before) throw new Error(`${name} refused, and wrote`);
        return outcome;
      },
    );

  return {
    organisationId,
    newId: () => ids.next(),
    isoNow,
    /** Moves the clock forward. */
    wait: (minutes: number): void => {
      now += minutes * 60_000;
    },
    inMinutes: (minutes: number) => new Date(now + minutes * 60_000).toISOString(),
    setAccountRole: (personId: string, role: AccountRole) => roles.set(personId, role),
    asServer,
    get,
    find: <K extends RecordKind>(kind: K, id: string): Promise<Stored<K> | undefined> =>
      storage.read(organisationId, (view) => recordReader(view).get(kind, id)),
    list: async <K extends RecordKind>(kind: K, parent: string): Promise<readonly RecordOf<K>[]> =>
      (await storage.read(organisationId, (view) => recordReader(view).list(kind, parent))).map(
        ({ body }) => body,
      ),
    read: <T>(work: (reader: ReturnType<typeof recordReader>) => Promise<T>): Promise<T> =>
      storage.read(organisationId, (view) => work(recordReader(view))),
    /** The scopes that the server has granted to a person. */
    granted: (personId: string): Promise<readonly string[]> =>
      storage.read(organisationId, async (view) =>
        (await view.records.listInScope(scopeOf('manifest', personId), 'grant')).map(({ id }) => id).sort(),
      ),
    counter: () => storage.read(organisationId, (view) => view.counter()),
    ballots: (pollId: string) => storage.read(organisationId, (view) => view.log.ballots(pollId)),
    deviceOf,
    checkpoint,
    ballot,
    run,
    /** As `run`; throws when it is refused. */
    do: async (personId: string, name: MutationName, args: unknown): Promise<void> => {
      const outcome = await run(personId, name, args);
      if (!outcome.ok)
        throw new Error(`${name}: ${outcome.error.code} ${JSON.stringify(outcome.error.params)}`);
    },
    cast: (cast: SignedAndBuilt): Promise<Outcome> =>
      run(cast.ballot.voter, 'ballot.cast', { signed: cast.signed }),
    endWindows: (pollIds: readonly string[]): Promise<void> =>
      asServer((context, tx) =>
        endDueWindows({ ...context, server: serverEffects(tx, context.actor, logKey) }, pollIds),
      ),
    /** A file as if its upload had been checked. */
    addFile: async (name: string, personId: string): Promise<string> => {
      const sha256 = sha256Hex(utf8(name));
      await asServer(async (_context, tx) => {
        await tx.files.add({ sha256, size: 10, chunks: [sha256], pages: 1 }, isoNow());
        await tx.files.addUploader(sha256, personId);
      });
      return sha256;
    },
    putDirectly: <K extends RecordKind>(scope: Scope, kind: K, record: RecordOf<K>): Promise<void> =>
      asServer(({ tx }) => tx.put(scope, kind, record)),
  };
};

export type Rules = Awaited<ReturnType<typeof createRules>>;
