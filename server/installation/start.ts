import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { unwatched } from '../../shared/lib/reached.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import type { RandomBytes } from '../../shared/lib/ids.ts';
import type { KdfParams } from '../../shared/contract/sync.ts';
import type { ServerContext, Settings } from '../context.ts';
import { dropOrphanedUploads } from '../files/uploads.ts';
import { buildApp, type Certificate } from '../http/app.ts';
import type { ServerReached } from '../points.ts';
import { createBackupProcess } from '../backup/backupProcess.ts';
import { type BackupPlan, createSchedule } from '../backup/schedule.ts';
import { startTimers, type TimedJob } from '../jobs/timers.ts';
import { createPokeHub } from '../sync/pokeHub.ts';
import { type Address, addressSentence, checkAddress, urlHost } from './address.ts';
import { type DataFolder, openDataFolder } from './dataFolder.ts';
import { fillFresh } from './fillFresh.ts';

export interface StartOptions extends Address {
  readonly folder: string;
  readonly certificate: Certificate | null;
  readonly settings: Settings;
  /** Argon2id costs of a new installation. */
  readonly kdf: KdfParams;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Logger;
  /** Runs on a new installation before anything listens. */
  readonly fill: ((context: ServerContext) => Promise<void>) | null;
  readonly reached?: ServerReached;
  /** Null for none. */
  readonly backups?: BackupPlan | null;
}

export interface RunningServer {
  /** Origin without a slash at the end. */
  readonly url: string;
  readonly context: ServerContext;
  /** For the first administrator of an empty installation. */
  readonly setupCode: string | null;
  /** Answers what was asked, ends connections, closes the store. */
  stop(): Promise<void>;
}

/** How often to look whether a backup is due, in milliseconds. */
const BACKUPS_LOOKED_AT_MS = 10_000;

/** So long may what was begun take once the server is told to stop, in milliseconds. */
const PATIENCE_MS = 20_000;

const listen = async (app: FastifyInstance, options: StartOptions): Promise<Result<string, string>> => {
  try {
    await app.listen({ host: options.host, port: options.port });
  } catch (error) {
    return err(addressSentence(options, error));
  }
  const { port } = app.server.address() as AddressInfo;
  return ok(`${options.certificate === null ? 'http' : 'https'}://${urlHost(options.host)}:${port}`);
};

const startBackups = (
  { clock, log }: ServerContext,
  { backups: plan, folder }: StartOptions,
): { readonly jobs: readonly TimedJob[]; stop(): Promise<void> } => {
  if (plan === null || plan === undefined) return { jobs: [], stop: async () => undefined };
  const process = createBackupProcess(folder);
  const schedule = createSchedule({ plan, clock, log, make: (file) => process.make(file) });
  const run = (): Promise<void> => schedule.tick();
  return {
    jobs: [{ everyMs: BACKUPS_LOOKED_AT_MS, name: 'backups', run, isFirstAtOnce: true }],
    stop: () => process.stop(),
  };
};

/** Opens the data folder, fills it if asked to and empty, and serves. The error is one sentence for the operator. */
export const startServer = async (options: StartOptions): Promise<Result<RunningServer, string>> => {
  const free = await checkAddress(options);
  if (!free.ok) return free;
  const { clock, random, log, settings, fill, reached = unwatched } = options;
  const contextOf = (data: DataFolder): ServerContext => ({
    ...data,
    clock,
    random,
    log,
    settings,
    reached,
    pokes: createPokeHub(),
  });
  const open = (folder: string) => openDataFolder({ ...options, folder });
  if (fill !== null) {
    const filled = await fillFresh(options.folder, open, (data) => fill(contextOf(data)));
    if (!filled.ok) return filled;
  }
  const opened = open(options.folder);
  if (!opened.ok) return opened;
  const context = contextOf(opened.value);
  const { storage } = context;
  await dropOrphanedUploads(context).catch((error: unknown) => {
    log.error({ err: error }, 'ended uploads were not cleaned away');
  });
  const app = await buildApp(context, options.certificate);
  const url = await listen(app, options);
  if (!url.ok) {
    await app.close();
    await storage.close();
    return url;
  }
  const backups = startBackups(context, options);
  const stopTimers = startTimers(context, backups.jobs);
  let stopped: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    await backups.stop();
    await stopTimers();
    context.pokes.endWhere('stopping', () => true);
    // A download over a bad line must not keep the server from ending.
    const cut = setTimeout(() => app.server.closeAllConnections(), PATIENCE_MS);
    await app.close();
    clearTimeout(cut);
    await storage.close();
  };
  return ok({
    url: url.value,
    context,
    setupCode: (await storage.directory.installation()).setupCode,
    stop: () => (stopped ??= stop()),
  });
};
