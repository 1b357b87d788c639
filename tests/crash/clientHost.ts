import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openCabinet } from '../../main/core/cabinet.ts';
import type { CoreContext, CreateFeature, OutboxItem } from '../../main/core/context.ts';
import { FEATURES } from '../../main/core/features.ts';
import type { Cabinet } from '../../main/core/ports.ts';
import { lockFolder } from '../../main/core/session/instanceLock.ts';
import { createHttpTransport } from '../../main/core/transport/http.ts';
import type { ClientAnswer, ClientMethod } from '../../shared/contract/client.ts';
import { paperVersion } from '../../shared/domain/records/paper.ts';
import { CORE_ALARMS, openKeyStore } from '../support/watchedCore.ts';
import { alarm, serveCommands, tell } from './hostProcess.ts';
import { killerOf, type Plan } from './plan.ts';

/** What a client says of itself only when something is wrong; with files of its own on the disk. */
const ALARMS: ReadonlySet<string> = new Set([
  ...CORE_ALARMS,
  'files_not_checked',
  'uploads_not_cleaned',
  'file_not_deleted',
]);

let cabinet: Cabinet | null = null;
let context: CoreContext | null = null;
let release = (): void => undefined;

const capture: CreateFeature = (made) => {
  context = made;
  made.outbox.onSettled(({ id, n, name, args }, { status, seq }) =>
    tell({
      type: 'event',
      name: 'settled',
      fields: { id, n, name, args: JSON.stringify(args), status, seq },
    }),
  );
  return { methods: {} };
};

const opened = (): { readonly cabinet: Cabinet; readonly context: CoreContext } => {
  if (cabinet === null || context === null) throw new Error('nobody is signed in here');
  return { cabinet, context };
};

export interface Row {
  readonly scope: string;
  readonly kind: string;
  readonly id: string;
  readonly rev: number;
  readonly body: string;
}

/** Everything on a device at rest, as its own process sees it. */
export interface DeviceReport {
  readonly personId: string;
  readonly deviceId: string;
  /** `ok`, or what SQLite found. */
  readonly integrity: string;
  readonly rows: readonly Row[];
  readonly scopes: readonly {
    readonly name: string;
    readonly checksum: string;
    readonly visible: number;
    readonly staged_cursor: number | null;
    readonly leaving: number;
  }[];
  readonly staged: number;
  readonly entries: readonly OutboxItem[];
  /** Papers that its records name and that cannot be read whole, with the reason. */
  readonly unreadable: readonly string[];
  /** Every file of the profile by its path in it. */
  readonly files: readonly string[];
  /** Those of `files/` that a row of the store stands for. */
  readonly known: readonly string[];
}

const unreadableOf = async (rows: readonly Row[]): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const { kind, body } of rows) {
    if (kind !== 'paperVersion') continue;
    const { sha256 } = paperVersion.parse(JSON.parse(body)).file;
    const file = await opened().cabinet.openFile(sha256);
    if (!file.ok) {
      found.push(`${sha256}: ${file.error.code}`);
      continue;
    }
    const bytes = await file.value.read(0, file.value.size).catch((error: unknown) => String(error));
    if (typeof bytes === 'string') found.push(`${sha256}: ${bytes}`);
    else if (createHash('sha256').update(bytes).digest('hex') !== sha256)
      found.push(`${sha256}: other bytes`);
  }
  return found;
};

const filesIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    : [];

const commands = {
  async open(args: {
    readonly dataDir: string;
    readonly serverUrl: string;
    readonly ca: string | null;
    readonly plan: Plan | null;
  }): Promise<void> {
    release = lockFolder(args.dataDir);
    const ca = args.ca ?? undefined;
    cabinet = await openCabinet(
      {
        dataDir: args.dataDir,
        serverUrl: args.serverUrl,
        clock: { now: () => Date.now() },
        random: (count) => new Uint8Array(randomBytes(count)),
        timers: {
          after(ms, run) {
            const timer = setTimeout(run, ms);
            return () => clearTimeout(timer);
          },
        },
        transport: createHttpTransport({ serverUrl: args.serverUrl, ca }),
        keyStore: openKeyStore,
        deviceLabel: 'crash',
        log: (event, fields = {}) => {
          if (ALARMS.has(event)) alarm(`${event} ${JSON.stringify(fields)}`);
        },
        reached: killerOf(args.plan),
      },
      [...FEATURES, capture],
    );
  },
  async call({
    method,
    args,
  }: {
    readonly method: string;
    readonly args: unknown;
  }): Promise<ClientAnswer<ClientMethod>> {
    if (cabinet === null) throw new Error('not open');
    return cabinet.call(method, args);
  },
  entries: (): readonly OutboxItem[] => opened().context.outbox.entries(),
  async inspect(): Promise<DeviceReport> {
    const { db, dataDir, account, outbox } = opened().context;
    const rows = db
      .prepare<[], Row>(
        'SELECT scopes.name AS scope, kind, id, rev, body FROM rows LEFT JOIN scopes ON scopes.no = rows.scope',
      )
      .all();
    const scopes = db
      .prepare<[], DeviceReport['scopes'][number]>(
        'SELECT name, lower(hex(checksum)) AS checksum, visible, staged_cursor, leaving FROM scopes',
      )
      .all();
    return {
      personId: account.personId,
      deviceId: account.deviceId,
      integrity: String(db.pragma('integrity_check', { simple: true })),
      rows,
      scopes,
      staged: db.prepare<[], { n: number }>('SELECT count(*) AS n FROM staging').get()?.n ?? 0,
      entries: outbox.entries(),
      unreadable: await unreadableOf(rows),
      files: filesIn(dataDir),
      known: db
        .prepare<[], { sha256: string }>('SELECT sha256 FROM files')
        .all()
        .map(({ sha256 }) => join('files', sha256.slice(0, 2), sha256)),
    };
  },
  /** Nothing is left in the write-ahead log that the next transaction could be written over: it needs new bytes of the disk. */
  emptyLog: (): void => void opened().context.db.pragma('wal_checkpoint(TRUNCATE)'),
  async close(): Promise<void> {
    await cabinet?.close();
    cabinet = null;
    context = null;
    release();
  },
};

export type ClientCommands = typeof commands;
serveCommands(commands);
