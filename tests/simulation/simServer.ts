import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { authenticate } from '../../server/accounts/session.ts';
import { DEFAULT_SETTINGS, type ServerContext } from '../../server/context.ts';
import { dropStaleUploads } from '../../server/files/uploads.ts';
import { buildApp } from '../../server/http/app.ts';
import { databaseFile, logKeyFile, openDataFolder } from '../../server/installation/dataFolder.ts';
import { endAllDueWindows } from '../../server/jobs/windows.ts';
import { SAMPLE_KDF } from '../../server/sample/organisation.ts';
import { unwatched } from '../../shared/lib/reached.ts';
import { createPokeHub, type EndReason } from '../../server/sync/pokeHub.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import type { TransportAnswer, TransportRequest } from '../../main/core/ports.ts';
import { noTroubles, troubled, type ServerTroubles } from './troubledStorage.ts';
import { isoOf } from '../../shared/lib/clock.ts';
import type { World } from './world.ts';

/** What a listening device is told. */
export interface PokeTarget {
  poke(seq: number): void;
  end(reason: EndReason): void;
}

/** The real server on real SQLite, without sockets and timers of its own. */
export interface SimServer {
  /** Null while it is down. */
  context(): ServerContext | null;
  folder(): string;
  start(): Promise<void>;
  /** Ends in good order. */
  stop(): Promise<void>;
  /** The process is gone at once: only what it has committed is there at the next start. */
  kill(): void;
  /** A complete copy as of this moment; the one that `restore` goes back to. */
  backup(): Promise<void>;
  hasBackup(): boolean;
  /** As `kill`, and the next start finds the backup. */
  restore(): void;
  /** How often a backup was restored. */
  restores(): number;
  /**
   * Mutations that were applied after a backup and wrote nothing: the counter stood where the backup has it, so what they
   * asked for is in the backup, and nobody has to send them again.
   */
  changedNothing(): ReadonlySet<string>;
  /** Null when nobody is there to answer, or it ended meanwhile. */
  handle(request: TransportRequest): Promise<TransportAnswer | null>;
  /** Null when it is down or the token is not good. Returns how to leave. */
  join(token: string, target: PokeTarget): Promise<(() => void) | null>;
  /** Forgets tombstones but for the newest few, as housekeeping does after very many writes. */
  forgetTombstones(kept: number): Promise<void>;
  hasForgotten(): boolean;
  readonly troubles: ServerTroubles;
  /** Milliseconds that its clock differs from the world's. */
  skew: number;
}

interface Running {
  readonly context: ServerContext;
  readonly app: FastifyInstance;
  alive: boolean;
}

const JOB_EVERY_MS = 30_000;

const payloadOf = ({ json, bytes }: TransportRequest): string | Buffer | undefined => {
  if (json !== undefined) return JSON.stringify(json);
  return bytes === undefined ? undefined : Buffer.from(bytes);
};

const headersOf = (request: TransportRequest): Record<string, string> => ({
  ...(request.json === undefined ? {} : { 'content-type': 'application/json' }),
  ...(request.bytes === undefined ? {} : { 'content-type': 'application/octet-stream' }),
  ...(request.token === undefined ? {} : { authorization: `Bearer ${request.token}` }),
  ...request.headers,
});

const inject = async (app: FastifyInstance, request: TransportRequest): Promise<TransportAnswer> => {
  const payload = payloadOf(request);
  const { method, path: url } = request;
  const answer = await app.inject({
    method,
    url,
    headers: headersOf(request),
    ...(payload === undefined ? {} : { payload }),
  });
  const headers = Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    status: answer.statusCode,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: new Uint8Array(answer.rawPayload),
  };
};

/** What the operator would see as an error of the program; nobody sees what a killed process goes on doing. */
const errorLog = (world: World, troubles: ServerTroubles, isAlive: () => boolean) =>
  pino(
    { level: 'error', base: null, timestamp: false },
    {
      write(line: string) {
        if (!isAlive()) return;
        if (troubles.isMet) {
          troubles.isMet = false;
          return world.note(`server log: ${line.slice(0, 120)}`);
        }
        world.fail(`server log: ${line.slice(0, 2000)}`);
      },
    },
  );

export interface SimServerOptions {
  /** Bounds of a page of a pull. */
  readonly page?: ServerContext['settings']['page'] | undefined;
  /** Whether `troubles` are looked at. */
  readonly isTroubled?: boolean;
}

/** `root`: a folder of this run's own; `first`: the installation to begin with, inside it. */
export const createSimServer = (
  world: World,
  root: string,
  first: string,
  { page, isTroubled = false }: SimServerOptions = {},
): SimServer => {
  let folder = first;
  let running: Running | null = null;
  let life = 0;
  let backups = 0;
  let restores = 0;
  let backedUpTo = 0;
  const changedNothing = new Set<string>();
  let hasForgotten = false;
  const troubles = noTroubles();
  const clock: Clock = { now: () => world.clock.now() + server.skew };
  const backupFolder = (): string => join(root, `backup-${backups}`);

  const scheduleJobs = (run: Running): void => {
    world.after(JOB_EVERY_MS, '', async () => {
      if (!run.alive) return;
      try {
        await endAllDueWindows(run.context);
        await dropStaleUploads(run.context);
      } catch (error) {
        if (!run.context.storage.isTrouble(error)) throw error;
        troubles.isMet = false;
      }
      scheduleJobs(run);
    });
  };
  const abandon = (): void => {
    const dead = running;
    running = null;
    if (dead === null) return;
    dead.alive = false;
    const old = folder;
    dead.context.pokes.endWhere('stopping', () => true);
    void dead.app
      .close()
      .then(() => dead.context.storage.close())
      .finally(() => rmSync(old, { recursive: true, force: true }));
  };
  /** Everything that is on the disk now, as another process would find it. */
  const copyTo = (target: string): void => {
    cpSync(folder, target, { recursive: true, filter: (path) => !path.endsWith('-shm') });
  };

  const noteChangeless = (): void => {
    const db = new SqliteDatabase(databaseFile(folder), { readonly: true });
    try {
      const applied = db.prepare<[number], { mutation_id: string }>(
        'SELECT mutation_id FROM mutation_result WHERE code IS NULL AND seq <= ?',
      );
      for (const { mutation_id } of applied.all(backedUpTo)) changedNothing.add(mutation_id);
    } finally {
      db.close();
    }
  };

  const server: SimServer = {
    troubles,
    skew: 0,
    context: () => running?.context ?? null,
    folder: () => folder,
    async start() {
      if (running !== null) return;
      life += 1;
      const rng = world.rng.fork(`server ${life}`);
      const random = (count: number) => rng.bytes(count);
      let made: Running | null = null;
      const opened = openDataFolder({ folder, clock, random, kdf: SAMPLE_KDF });
      if (!opened.ok) throw new Error(opened.error);
      const context: ServerContext = {
        ...opened.value,
        ...(isTroubled ? troubled(opened.value, troubles) : {}),
        ...{
          clock,
          random,
          pokes: createPokeHub(),
          reached: unwatched,
          log: errorLog(world, troubles, () => made?.alive !== false),
        },
        settings: { ...DEFAULT_SETTINGS, signInsPerMinute: 100_000, ...(page === undefined ? {} : { page }) },
      };
      const app = await buildApp(context, null);
      await app.ready();
      made = { context, app, alive: true };
      running = made;
      scheduleJobs(made);
    },
    async stop() {
      const ending = running;
      if (ending === null) return;
      running = null;
      ending.alive = false;
      ending.context.pokes.endWhere('stopping', () => true);
      await ending.app.close();
      await ending.context.storage.close();
    },
    kill() {
      if (running === null) return;
      const next = join(root, `server-${life}-killed`);
      copyTo(next);
      abandon();
      folder = next;
    },
    async backup() {
      if (running === null) return;
      backups += 1;
      mkdirSync(backupFolder(), { recursive: true });
      const target = backupFolder();
      const { storage } = running.context;
      const point = await storage.backup(databaseFile(target));
      cpSync(logKeyFile(folder), logKeyFile(target));
      cpSync(join(folder, 'files'), join(target, 'files'), { recursive: true });
      await storage.noteBackup(point, isoOf(world.clock));
      backedUpTo = Math.max(...point.values());
    },
    hasBackup: () => backups > 0,
    restore() {
      noteChangeless();
      abandon();
      restores += 1;
      folder = join(root, `server-restored-${restores}`);
      cpSync(backupFolder(), folder, { recursive: true });
    },
    restores: () => restores,
    changedNothing: () => changedNothing,
    async handle(request) {
      const at = running;
      if (at === null) return null;
      const answer = await inject(at.app, request).catch((error: unknown) => {
        if (at.alive) throw error;
        return null;
      });
      return at.alive ? answer : null;
    },
    async join(token, target) {
      const at = running;
      if (at === null) return null;
      const who = await authenticate(at.context, `Bearer ${token}`).catch(() => null);
      if (who === null || !at.alive) return null;
      const leave = at.context.pokes.join({ ...who, ...target });
      target.poke(await at.context.storage.read(who.organisationId, (view) => view.counter()));
      return leave;
    },
    hasForgotten: () => hasForgotten,
    async forgetTombstones(kept) {
      const at = running;
      if (at === null) return;
      hasForgotten = true;
      for (const id of await at.context.storage.directory.organisationIds()) {
        await at.context.storage.transact(id, async (tx) => {
          const upTo = (await tx.counter()) - kept;
          if (upTo > 0) await tx.records.forgetTombstones(upTo);
        });
      }
    },
  };
  return server;
};
