import type { RecordReader, Stored } from '../../shared/domain/mutation.ts';
import { type RecordKind, type RecordOf, recordSchemas } from '../../shared/domain/records/kinds.ts';
import type { ReadView, RecordRow } from '../storage/port.ts';

/** So many answers are remembered: what is examined one after another mostly asks for the same. */
const REMEMBERED = 2000;

/** The oldest goes when there is no more room. */
const createMemory = () => {
  const known = new Map<string, unknown>();
  return async <T>(key: string, read: () => Promise<T>): Promise<T> => {
    if (known.has(key)) return known.get(key) as T;
    const value = await read();
    if (known.size >= REMEMBERED) {
      for (const oldest of known.keys()) {
        known.delete(oldest);
        break;
      }
    }
    known.set(key, value);
    return value;
  };
};

/** A row that does not say what its kind must say counts as not there: it is told of where records are examined. */
const soundOf = <K extends RecordKind>(kind: K, row: RecordRow | undefined): Stored<K> | undefined => {
  if (row === undefined) return undefined;
  try {
    const parsed = recordSchemas[kind].safeParse(JSON.parse(row.body));
    if (!parsed.success) return undefined;
    return { scope: row.scope, kind, id: row.id, rev: row.rev, body: parsed.data as RecordOf<K> };
  } catch {
    return undefined;
  }
};

/** Sound records of one moment, for the rules; remembers a bounded number of answers. */
export const soundReader = (view: ReadView): RecordReader => {
  const remember = createMemory();
  return {
    get: <K extends RecordKind>(kind: K, id: string) =>
      remember(`get ${kind} ${id}`, async () => soundOf(kind, await view.records.get(kind, id))),
    list: <K extends RecordKind>(kind: K, parent: string) =>
      remember(`list ${kind} ${parent}`, async () =>
        (await view.records.list(kind, parent))
          .map((row) => soundOf(kind, row))
          .filter((stored) => stored !== undefined),
      ),
  };
};
