import type { Database } from 'better-sqlite3';
import type { RecordReader, Stored } from '../../../shared/domain/mutation.ts';
import type { RecordKind, RecordOf } from '../../../shared/domain/records/kinds.ts';
import type { Scope } from '../../../shared/domain/scope.ts';
import { EMPTY_OVERLAY, overlaid, type Overlay } from './overlay.ts';

/** Kinds whose records come to an end, so that most of them are over. */
export type KindWithStatus = 'meeting' | 'poll' | 'slip';

/** Reading records at once, for answers that touch many. Returned records are shared: never change them. */
export interface SyncReader {
  getSync<K extends RecordKind>(kind: K, id: string): Stored<K> | undefined;
  /** By parent (`parentOf`); in no promised order. */
  listSync<K extends RecordKind>(kind: K, parent: string): readonly Stored<K>[];
  /** Every record of a kind that this person may read; in no promised order. */
  all<K extends RecordKind>(kind: K): readonly Stored<K>[];
  /** Those of a kind whose id was derived (`isDerivedId`), found without reading the others; in no promised order. */
  derived<K extends RecordKind>(kind: K): readonly Stored<K>[];
  /** Those of a kind with this status, without parsing the others; in no promised order. */
  withStatus<K extends KindWithStatus>(kind: K, status: RecordOf<K>['status']): readonly Stored<K>[];
}

/** What is on screen: the server's rows overlaid with the replayed outbox. */
export interface Records extends SyncReader, RecordReader {
  /** The server's rows alone, as of the last complete pull. */
  readonly confirmed: ConfirmedReader;
  /** What the outbox puts, as it will stand. */
  pending<K extends RecordKind>(kind: K): readonly Stored<K>[];
}

/** Where a page ended: opaque. */
export interface PageEnd {
  readonly parent: string;
  readonly rowid: number;
}

/** Reading rows that are not to be remembered, because whoever reads them keeps what it needs. */
export interface ConfirmedReader extends SyncReader {
  /** At most `limit` records of a kind, after those of the page before; `end` is null when there are no more. */
  page<K extends RecordKind>(
    kind: K,
    after: PageEnd | null,
    limit: number,
  ): { readonly records: readonly Stored<K>[]; readonly end: PageEnd | null };
  once<K extends RecordKind>(kind: K, id: string): Stored<K> | undefined;
}

/** The same, for those who change what it reads. */
export interface RecordsControl {
  readonly records: Records;
  overlay(): Overlay;
  setOverlay(overlay: Overlay): void;
  /** To be called after rows have changed. Without a list: everything may have. */
  forget(changed?: readonly { readonly kind: RecordKind; readonly id: string }[]): void;
}

interface Row {
  readonly scope: string;
  readonly kind: string;
  readonly id: string;
  readonly rev: number;
  readonly body: string;
}

const COLUMNS = 'scopes.name AS scope, rows.kind AS kind, rows.id AS id, rows.rev AS rev, rows.body AS body';
/** Rows of a scope whose first copy is still arriving are not shown. */
const FROM = 'FROM rows JOIN scopes ON scopes.no = rows.scope AND scopes.visible = 1';

/**
 * Bodies were checked against their schemas when they arrived (`sync/incoming.ts`), so they are not checked again.
 */
const storedOf = <K extends RecordKind>(kind: K, row: Row): Stored<K> => ({
  scope: row.scope as Scope,
  kind,
  id: row.id,
  rev: row.rev,
  body: JSON.parse(row.body) as RecordOf<K>,
});

/** Ciphertext is large and its owner keeps what it says: remembering it here would only double it. */
const isRemembered = (kind: RecordKind): boolean => kind !== 'privateNote';

const createConfirmed = (db: Database) => {
  const byId = db.prepare<[string, string], Row>(
    `SELECT ${COLUMNS} ${FROM} WHERE rows.kind = ? AND rows.id = ?`,
  );
  const byParent = db.prepare<[string, string], Row>(
    `SELECT ${COLUMNS} ${FROM} WHERE rows.kind = ? AND rows.parent = ?`,
  );
  // The index alone is read: what it leaves out may be many times as large.
  const derivedIds = db.prepare<[string], { id: string }>(
    `SELECT rows.id AS id FROM rows INDEXED BY rows_by_id JOIN scopes ON scopes.no = rows.scope AND scopes.visible = 1
      WHERE rows.kind = ? AND rows.id LIKE '______________8%'`,
  );
  // The kind stands in the statement: only so is it known that the index has all of them.
  const ofStatus = (kind: KindWithStatus) =>
    db.prepare<[string], Row>(
      `SELECT ${COLUMNS} ${FROM} WHERE rows.kind = '${kind}' AND rows.body ->> '$.status' = ?`,
    );
  const withStatus = { meeting: ofStatus('meeting'), poll: ofStatus('poll'), slip: ofStatus('slip') };
  const ofKind = db.prepare<[string], Row>(`SELECT ${COLUMNS} ${FROM} WHERE rows.kind = ?`);
  // Through the index, whose entries of one parent lie in the order of their rows.
  const pageOf = db.prepare<[string, string, string, number, number], Row & PageEnd>(
    `SELECT ${COLUMNS}, rows.parent AS parent, rows.rowid AS rowid ${FROM}
      WHERE rows.kind = ? AND rows.parent >= ? AND (rows.parent > ? OR rows.rowid > ?)
      ORDER BY rows.parent, rows.rowid LIMIT ?`,
  );
  const single = new Map<string, Stored | undefined>();
  const lists = new Map<RecordKind, Map<string, readonly Stored[]>>();

  const keyOf = (kind: RecordKind, id: string): string => `${kind}\n${id}`;
  const remember = <K extends RecordKind>(kind: K, rows: readonly Row[]): readonly Stored<K>[] =>
    rows.map((row) => {
      const known = single.get(keyOf(kind, row.id));
      if (known?.rev === row.rev) return known as Stored<K>;
      const stored = storedOf(kind, row);
      if (isRemembered(kind)) single.set(keyOf(kind, row.id), stored);
      return stored;
    });
  /** `*` cannot begin an id, so it can name the list of all, and those of one status. */
  const list = <K extends RecordKind>(kind: K, name: string, read: () => readonly Row[]) => {
    const known = lists.get(kind)?.get(name);
    if (known !== undefined) return known as readonly Stored<K>[];
    const made = remember(kind, read());
    if (isRemembered(kind)) {
      const named = lists.get(kind) ?? new Map<string, readonly Stored[]>();
      lists.set(kind, named.set(name, made));
    }
    return made;
  };

  const reader: ConfirmedReader = {
    page<K extends RecordKind>(kind: K, after: PageEnd | null, limit: number) {
      const { parent, rowid } = after ?? { parent: '', rowid: -1 };
      const rows = pageOf.all(kind, parent, parent, rowid, limit);
      const last = rows.at(-1);
      const end =
        last === undefined || rows.length < limit ? null : { parent: last.parent, rowid: last.rowid };
      return { records: rows.map((row) => storedOf(kind, row)), end };
    },
    once<K extends RecordKind>(kind: K, id: string): Stored<K> | undefined {
      const known = single.get(keyOf(kind, id));
      if (known !== undefined) return known as Stored<K>;
      const row = byId.get(kind, id);
      return row === undefined ? undefined : storedOf(kind, row);
    },
    getSync<K extends RecordKind>(kind: K, id: string): Stored<K> | undefined {
      const key = keyOf(kind, id);
      if (single.has(key)) return single.get(key) as Stored<K> | undefined;
      const row = byId.get(kind, id);
      const stored = row === undefined ? undefined : storedOf(kind, row);
      if (isRemembered(kind)) single.set(key, stored);
      return stored;
    },
    listSync: (kind, parent) => list(kind, parent, () => byParent.all(kind, parent)),
    all: (kind) => list(kind, '*', () => ofKind.all(kind)),
    derived: (kind) =>
      derivedIds
        .all(kind)
        .map(({ id }) => reader.getSync(kind, id))
        .filter((stored) => stored !== undefined),
    withStatus: (kind, status) => list(kind, `* ${status}`, () => withStatus[kind].all(status)),
  };
  const forget = (changed?: readonly { readonly kind: RecordKind; readonly id: string }[]): void => {
    if (changed === undefined) {
      single.clear();
      lists.clear();
      return;
    }
    for (const { kind, id } of changed) {
      single.delete(keyOf(kind, id));
      lists.delete(kind);
    }
  };
  return { reader, forget };
};

/** Reads the store's rows, remembers what it has parsed, and lays the outbox's effect over them. */
export const createRecords = (db: Database): RecordsControl => {
  const { reader: confirmed, forget } = createConfirmed(db);
  let overlay = EMPTY_OVERLAY;
  const view = overlaid(confirmed, () => overlay);
  return {
    records: {
      ...view,
      get: (kind, id) => Promise.resolve(view.getSync(kind, id)),
      list: (kind, parent) => Promise.resolve(view.listSync(kind, parent)),
      confirmed,
      pending: <K extends RecordKind>(kind: K) =>
        [...(overlay.get(kind)?.values() ?? [])].flatMap(({ stored }) =>
          stored === null ? [] : [stored as Stored<K>],
        ),
    },
    overlay: () => overlay,
    setOverlay(next) {
      overlay = next;
    },
    forget,
  };
};
