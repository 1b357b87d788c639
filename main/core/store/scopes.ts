import type { Database } from 'better-sqlite3';

const ZERO = Buffer.alloc(32);

export interface ScopeRow {
  readonly no: number;
  readonly name: string;
  readonly cursor: number;
  /** 32 bytes, big-endian. */
  readonly checksum: Uint8Array;
  readonly visible: 0 | 1;
  /** Cursor of the round under way; null when it has brought nothing for this scope. */
  readonly staged_cursor: number | null;
  readonly staged_reset: 0 | 1;
  readonly staged_checksum: string | null;
  readonly mismatches: number;
}

export interface ScopeStatements {
  find(name: string): ScopeRow | undefined;
  findOrAdd(name: string): ScopeRow;
  /** Scopes on screen for which the round under way has brought something, or was asked to. */
  staged(): readonly ScopeRow[];
  /** Whether `arrived` are any; cheaper than asking for them. */
  hasArrived(): boolean;
  /** Scopes of which nothing is on screen yet, and the round under way has brought all or a part. */
  arrived(): readonly ScopeRow[];
  /** Those of them whose rows were not what the server says, when the last of them came. */
  doubtful(): readonly ScopeRow[];
  /** What to send: the cursor of the round under way where there is one. */
  cursors(): Readonly<Record<string, number>>;
  /** The same of those alone that are not simply whole up to the last complete round. */
  exceptions(): Readonly<Record<string, number>>;
  /** Names of those in the middle of a copy from zero. */
  partial(): readonly string[];
  setStaged(no: number, cursor: number, checksum: string | null): void;
  /**
   * The same for a scope nothing of which is on screen yet: its rows are in place, and `sum` is theirs. `wrong` is what
   * the server says their sum is, where that is another.
   */
  setArrived(no: number, cursor: number, sum: Uint8Array, wrong: string | null): void;
  /** What arrives from here on replaces what is on screen. */
  stageReset(no: number): void;
  /** The round is over for it: shown, up to `cursor`. */
  show(no: number, cursor: number, checksum: Uint8Array): void;
  /** The round is over for all that were not on screen before: each up to its staged cursor. */
  showArrived(): void;
  /** Fetches it from zero. */
  startOver(scope: ScopeRow): void;
  /** Counts a copy that did not match; returns how many now. */
  countMismatch(no: number): number;
  forgetMismatches(): void;
  setLeaving(no: number): void;
  deleteRows(no: number): void;
  deleteStaging(no: number): void;
  drop(no: number): void;
}

const COLUMNS =
  'no, name, cursor, checksum, visible, staged_cursor, staged_reset, staged_checksum, mismatches';

/** The `scopes` table. Whoever calls owns the transaction. */
export const prepareScopes = (db: Database): ScopeStatements => {
  const find = db.prepare<[string], ScopeRow>(`SELECT ${COLUMNS} FROM scopes WHERE name = ?`);
  const add = db.prepare('INSERT INTO scopes (name, checksum) VALUES (?, ?)');
  const stagedWhere = (more: string) =>
    db.prepare<[], ScopeRow>(`SELECT ${COLUMNS} FROM scopes WHERE staged_cursor IS NOT NULL AND ${more}`);
  const staged = stagedWhere('visible = 1');
  const arrived = stagedWhere('visible = 0');
  const doubtful = stagedWhere('visible = 0 AND staged_checksum IS NOT NULL');
  const anyArrived = db
    .prepare<[], number>(
      'SELECT EXISTS (SELECT 1 FROM scopes WHERE visible = 0 AND staged_cursor IS NOT NULL)',
    )
    .pluck();
  const cursors = db.prepare<[], { name: string; cursor: number }>(
    'SELECT name, coalesce(staged_cursor, cursor) AS cursor FROM scopes',
  );
  const exceptions = db.prepare<[], { name: string; cursor: number }>(
    'SELECT name, coalesce(staged_cursor, cursor) AS cursor FROM scopes WHERE staged_cursor IS NOT NULL OR leaving = 1',
  );
  const partial = db.prepare<[], { name: string }>(
    'SELECT name FROM scopes WHERE staged_cursor > 0 AND (visible = 0 OR staged_reset = 1)',
  );
  const setChecksum = db.prepare('UPDATE scopes SET checksum = ? WHERE no = ?');
  const setStaged = db.prepare(
    'UPDATE scopes SET staged_cursor = ?, staged_checksum = ?, leaving = 0 WHERE no = ?',
  );
  const setArrived = db.prepare(
    'UPDATE scopes SET staged_cursor = ?, staged_checksum = ?, leaving = 0, checksum = ? WHERE no = ?',
  );
  const stageReset = db.prepare('UPDATE scopes SET staged_reset = 1 WHERE no = ?');
  const show = db.prepare(
    `UPDATE scopes SET cursor = ?, checksum = ?, visible = 1, staged_cursor = NULL, staged_reset = 0,
       staged_checksum = NULL, mismatches = 0 WHERE no = ?`,
  );
  const showArrived = db.prepare(
    `UPDATE scopes SET cursor = staged_cursor, visible = 1, staged_cursor = NULL, staged_reset = 0,
       staged_checksum = NULL, mismatches = 0 WHERE visible = 0 AND staged_cursor IS NOT NULL`,
  );
  const startOver = db.prepare(
    'UPDATE scopes SET staged_cursor = 0, staged_checksum = NULL, staged_reset = visible WHERE no = ?',
  );
  const mismatch = db.prepare<[number], { mismatches: number }>(
    'UPDATE scopes SET mismatches = mismatches + 1 WHERE no = ? RETURNING mismatches',
  );
  const forgetMismatches = db.prepare('UPDATE scopes SET mismatches = 0 WHERE mismatches > 0');
  const setLeaving = db.prepare('UPDATE scopes SET leaving = 1 WHERE no = ?');
  const deleteRows = db.prepare('DELETE FROM rows WHERE scope = ?');
  const deleteStaging = db.prepare('DELETE FROM staging WHERE scope = ?');
  const drop = db.prepare('DELETE FROM scopes WHERE no = ?');

  const statements: ScopeStatements = {
    find: (name) => find.get(name),
    findOrAdd(name) {
      const known = find.get(name);
      if (known !== undefined) return known;
      return {
        no: Number(add.run(name, ZERO).lastInsertRowid),
        name,
        cursor: 0,
        checksum: ZERO,
        visible: 0,
        staged_cursor: null,
        staged_reset: 0,
        staged_checksum: null,
        mismatches: 0,
      };
    },
    staged: () => staged.all(),
    hasArrived: () => anyArrived.get() === 1,
    arrived: () => arrived.all(),
    doubtful: () => doubtful.all(),
    cursors: () => Object.fromEntries(cursors.all().map(({ name, cursor }) => [name, cursor])),
    exceptions: () => Object.fromEntries(exceptions.all().map(({ name, cursor }) => [name, cursor])),
    partial: () => partial.all().map(({ name }) => name),
    setStaged: (no, cursor, checksum) => void setStaged.run(cursor, checksum, no),
    setArrived: (no, cursor, sum, wrong) => void setArrived.run(cursor, wrong, sum, no),
    stageReset(no) {
      deleteStaging.run(no);
      stageReset.run(no);
    },
    show: (no, cursor, checksum) => void show.run(cursor, checksum, no),
    showArrived: () => void showArrived.run(),
    startOver(scope) {
      deleteStaging.run(scope.no);
      if (scope.visible === 0) {
        deleteRows.run(scope.no);
        setChecksum.run(ZERO, scope.no);
      }
      startOver.run(scope.no);
    },
    countMismatch: (no) => mismatch.get(no)?.mismatches ?? 0,
    forgetMismatches: () => void forgetMismatches.run(),
    setLeaving: (no) => void setLeaving.run(no),
    deleteRows(no) {
      deleteRows.run(no);
      setChecksum.run(ZERO, no);
    },
    deleteStaging: (no) => void deleteStaging.run(no),
    drop(no) {
      deleteStaging.run(no);
      deleteRows.run(no);
      drop.run(no);
    },
  };
  return statements;
};
