import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { isErrorCode } from '../../../shared/contract/errors.ts';
import { isMutationName, type MutationName } from '../../../shared/domain/mutations/args.ts';
import { formerly, type Formerly } from '../../../shared/contract/sync.ts';
import type { OutboxItem } from '../context.ts';

/** An entry with what only the sync knows of it. */
export interface OutboxRow extends Omit<OutboxItem, 'state'> {
  readonly name: MutationName;
  /** `returning`: done before the server was restored, refused since; it is tried again. */
  readonly state: 'waiting' | 'applied' | 'refused' | 'returning';
  /** It has been on the wire: the server may have it. */
  readonly attempted: boolean;
  /** Number of its last write on the server. */
  readonly seq: number | null;
  /** Scopes that it concerns. */
  readonly scopes: readonly string[];
  /** The first answer that applied it: what is sent with it after a restore. */
  readonly formerly: Formerly | null;
  /** How often a restored server has refused it; one more where it had not been answered when the restore was learned of. */
  readonly tries: number;
}

interface Raw {
  readonly id: string;
  readonly n: number;
  readonly name: string;
  readonly args: string;
  readonly at: string;
  readonly state: OutboxRow['state'];
  readonly attempted: 0 | 1;
  readonly seq: number | null;
  readonly code: string | null;
  readonly params: string | null;
  readonly scopes: string;
  readonly formerly: string | null;
  readonly tries: number;
}

const params = z.record(z.string(), z.union([z.string(), z.number()]));
const scopeNames = z.array(z.string());

const rowOf = (raw: Raw): OutboxRow => {
  if (!isMutationName(raw.name))
    throw new Error('a store of this version holds only mutations of this version');
  return {
    id: raw.id,
    n: raw.n,
    name: raw.name,
    args: JSON.parse(raw.args) as unknown,
    at: raw.at,
    state: raw.state,
    attempted: raw.attempted === 1,
    seq: raw.seq,
    error:
      raw.code !== null && isErrorCode(raw.code)
        ? { code: raw.code, params: params.parse(JSON.parse(raw.params ?? '{}')) }
        : null,
    scopes: scopeNames.parse(JSON.parse(raw.scopes)),
    formerly: raw.formerly === null ? null : formerly.parse(JSON.parse(raw.formerly)),
    tries: raw.tries,
  };
};

/** The `outbox` table. Whoever calls owns the transaction. */
export const prepareOutbox = (db: Database) => {
  const all = db.prepare<[], Raw>(
    'SELECT id, n, name, args, at, state, attempted, seq, code, params, scopes, formerly, tries FROM outbox ORDER BY ordinal',
  );
  const insert = db.prepare(
    "INSERT INTO outbox (id, n, name, args, at, state, scopes) VALUES (?, ?, ?, ?, ?, 'waiting', ?)",
  );
  const attempt = db.prepare('UPDATE outbox SET attempted = 1 WHERE id = ?');
  const insertAt = db.prepare(
    `INSERT INTO outbox (id, n, name, args, at, state, scopes, formerly, ordinal)
     VALUES (?, ?, ?, ?, ?, 'waiting', ?, ?, (SELECT coalesce(min(ordinal), 1) - 1 FROM outbox))`,
  );
  const reset = db.prepare(
    "UPDATE outbox SET state = 'waiting', seq = NULL, code = NULL, params = NULL, attempted = 0, tries = ? WHERE id = ?",
  );
  const answer = db.prepare(
    'UPDATE outbox SET state = ?, seq = ?, code = ?, params = ?, formerly = ?, tries = ? WHERE id = ?',
  );
  const renumber = db.prepare('UPDATE outbox SET n = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM outbox WHERE id = ?');
  return {
    all: (): OutboxRow[] => all.all().map(rowOf),
    insert: (row: OutboxRow) =>
      void insert.run(row.id, row.n, row.name, JSON.stringify(row.args), row.at, JSON.stringify(row.scopes)),
    setAttempted: (id: string) => void attempt.run(id),
    setAnswer: (row: OutboxRow) =>
      void answer.run(
        row.state,
        row.seq,
        row.error?.code ?? null,
        row.error === null ? null : JSON.stringify(row.error.params),
        row.formerly === null ? null : JSON.stringify(row.formerly),
        row.tries,
        row.id,
      ),
    /** Puts an entry of old before all others. */
    insertFirst: (row: OutboxRow) =>
      void insertAt.run(
        ...[row.id, row.n, row.name, JSON.stringify(row.args), row.at],
        ...[JSON.stringify(row.scopes), JSON.stringify(row.formerly)],
      ),
    setWaiting: (id: string, tries: number) => void reset.run(tries, id),
    setNumber: (id: string, n: number) => void renumber.run(n, id),
    remove: (id: string) => void remove.run(id),
  };
};
