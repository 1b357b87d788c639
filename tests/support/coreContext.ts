import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { CoreContext, OutboxItem } from '../../main/core/context.ts';
import { papersShowing } from '../../main/core/files/naming.ts';
import { createPaperGate } from '../../main/core/files/paperGate.ts';
import { createServerClient } from '../../main/core/sync/serverClient.ts';
import { createHttpTransport } from '../../main/core/transport/http.ts';
import { openPreferences, type PreferenceFile } from '../../main/core/session/preferences.ts';
import { createRecords } from '../../main/core/store/records.ts';
import { createStore, openStore } from '../../main/core/store/store.ts';
import { createOutbox } from '../../main/core/sync/outbox.ts';
import { openMeta } from '../../main/core/store/meta.ts';
import { createTurns } from '../../main/core/sync/turns.ts';
import { parentOf, type RecordKind, type RecordOf } from '../../shared/domain/records/kinds.ts';
import { DEFAULT_POLICY } from '../../shared/domain/records/policy.ts';
import { unwatched } from '../../shared/lib/reached.ts';
import { createIds } from '../../shared/lib/ids.ts';
import type { Topic } from '../../shared/contract/client.ts';

/** A device's store, unlocked, with everything real but the sync: rows are put as a pull would put them. */
export interface CoreBench {
  readonly context: CoreContext & { readonly preferences: PreferenceFile };
  readonly db: Database;
  readonly dir: string;
  readonly logged: { readonly event: string; readonly fields: Readonly<Record<string, unknown>> }[];
  readonly topics: Topic[];
  /** Milliseconds that the clock is ahead of the machine's. */
  ahead: number;
  put<K extends RecordKind>(scope: string, kind: K, ...records: RecordOf<K>[]): void;
  remove(kind: RecordKind, id: string): void;
  removeScope(scope: string): void;
  outbox(): readonly OutboxItem[];
  /** Closes the store and everything that talks; `reopen` makes a new bench of the same folder. */
  close(): Promise<void>;
  reopen(url?: string): Promise<CoreBench>;
}

export interface BenchOptions {
  readonly url?: string;
  readonly dir?: string;
  readonly dataKey?: Uint8Array;
  readonly accountKey?: Uint8Array;
  readonly personId?: string;
  readonly deviceId?: string;
  readonly organisationId?: string;
}

const id = (last: number): string => `01990000-0000-7000-8000-${last.toString(16).padStart(12, '0')}`;

const value = <T>(result: { ok: true; value: T } | { ok: false; error: { code: string } }): T => {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};

export const coreBench = (options: BenchOptions = {}): CoreBench => {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'ecabinet-core-'));
  const dataKey = options.dataKey ?? randomBytes(32);
  const file = join(dir, 'store.db');
  const db = value(options.dir === undefined ? createStore(file, dataKey) : openStore(file, dataKey));
  const random = (count: number): Uint8Array => new Uint8Array(randomBytes(count));
  const clock = { now: () => Date.now() + bench.ahead };
  const ids = createIds(clock, random);
  const control = createRecords(db);
  const logged: CoreBench['logged'] = [];
  const topics: Topic[] = [];
  const log: CoreContext['log'] = (event, fields = {}) => void logged.push({ event, fields });
  const actor = {
    organisationId: options.organisationId ?? id(1),
    personId: options.personId ?? id(2),
    deviceId: options.deviceId ?? id(3),
    accountRole: 'user',
  } as const;
  const transport = createHttpTransport({ serverUrl: options.url ?? 'http://127.0.0.1:9' });
  const tokens = { current: () => 'token', renew: async () => ({ ok: true, value: 'token' }) as const };
  const server = createServerClient(transport, tokens, () => undefined);
  const outbox = createOutbox({
    ...{ db, control, actor, clock, ids, log, reached: unwatched, meta: openMeta(db), turns: createTurns() },
    onKept: () => undefined,
    onChanged: () => undefined,
  });
  const accountKey = options.accountKey ?? random(32);
  const context: CoreBench['context'] = {
    ...{
      clock,
      random,
      ids,
      log,
      reached: unwatched,
      db,
      records: control.records,
      outbox: outbox.outbox,
      gate: createPaperGate({
        records: control.records,
        papersOf: papersShowing(db, control),
        policy: () => DEFAULT_POLICY,
        daysWithoutContact: () => 0,
        awaitsConfirmation: () => false,
      }),
      server: server.client,
    },
    timers: {
      after(ms, run) {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
    dataDir: dir,
    preferences: openPreferences(dir),
    account: {
      ...actor,
      username: 'an',
      accountKey,
      sign: () => new Uint8Array(64),
      log: { origin: `e-cabinet/${actor.organisationId}`, publicKey: Buffer.alloc(32).toString('base64') },
    },
    decisionLog: {
      latest: () => ({ origin: `e-cabinet/${actor.organisationId}`, size: 0, root: '0'.repeat(64) }),
    },
    changed: (...changed) => void topics.push(...changed),
  };
  const scopeNo = (scope: string): number => {
    db.prepare('INSERT OR IGNORE INTO scopes (name, checksum, visible) VALUES (?, ?, 1)').run(
      scope,
      Buffer.alloc(32),
    );
    return db.prepare<[string], { no: number }>('SELECT no FROM scopes WHERE name = ?').get(scope)?.no ?? 0;
  };
  let rev = db.prepare<[], { rev: number }>('SELECT coalesce(max(rev), 0) AS rev FROM rows').get()?.rev ?? 0;
  let closed = false;
  const bench: CoreBench = {
    context,
    db,
    dir,
    logged,
    topics,
    ahead: 0,
    put(scope, kind, ...records) {
      const insert = db.prepare(
        'INSERT OR REPLACE INTO rows (scope, kind, id, rev, parent, body) VALUES (?, ?, ?, ?, ?, ?)',
      );
      const no = scopeNo(scope);
      // Other than before, as it is after a pull.
      db.prepare('UPDATE scopes SET checksum = ? WHERE no = ?').run(randomBytes(32), no);
      db.transaction(() => {
        for (const record of records) {
          rev += 1;
          insert.run(no, kind, record.id, rev, parentOf(kind, record), JSON.stringify(record));
        }
      })();
      control.forget();
    },
    remove(kind, recordId) {
      db.prepare('DELETE FROM rows WHERE kind = ? AND id = ?').run(kind, recordId);
      control.forget();
    },
    removeScope(scope) {
      db.prepare('DELETE FROM rows WHERE scope = ?').run(scopeNo(scope));
      control.forget();
    },
    outbox: () => outbox.outbox.entries(),
    async close() {
      if (closed) return;
      closed = true;
      server.stop();
      await transport.close();
      db.close();
    },
    async reopen(url = options.url ?? 'http://127.0.0.1:9') {
      await bench.close();
      return coreBench({ ...options, url, dir, dataKey, accountKey });
    },
  };
  return bench;
};

/** Deletes a bench's folder too. */
export const disposeBench = async (bench: CoreBench): Promise<void> => {
  await bench.close();
  rmSync(bench.dir, { recursive: true, force: true });
};
