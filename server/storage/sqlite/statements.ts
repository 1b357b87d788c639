import type { Database, Statement } from 'better-sqlite3';

type Row = Record<string, unknown>;
export type Value = string | number | null;

/** Prepared statements of one connection, each compiled once, by its text. */
export interface Statements {
  all<R extends object>(sql: string, ...values: readonly Value[]): R[];
  one<R extends object>(sql: string, ...values: readonly Value[]): R | undefined;
  /** Rows one at a time: stop early by breaking out. */
  each<R extends object>(sql: string, ...values: readonly Value[]): IterableIterator<R>;
  /** Returns how many rows it changed. */
  run(sql: string, ...values: readonly Value[]): number;
}

/** Rows are trusted to have the columns that the statement beside them names. */
export const statementsOf = (db: Database): Statements => {
  const prepared = new Map<string, Statement<Value[], Row>>();
  const prepare = (sql: string) => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = db.prepare<Value[], Row>(sql);
    prepared.set(sql, statement);
    return statement;
  };
  return {
    all: <R extends object>(sql: string, ...values: readonly Value[]) => prepare(sql).all(...values) as R[],
    one: <R extends object>(sql: string, ...values: readonly Value[]) =>
      prepare(sql).get(...values) as R | undefined,
    each: <R extends object>(sql: string, ...values: readonly Value[]) =>
      prepare(sql).iterate(...values) as IterableIterator<R>,
    run: (sql, ...values) => prepare(sql).run(...values).changes,
  };
};
