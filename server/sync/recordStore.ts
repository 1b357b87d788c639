import type { RecordChange } from '../../shared/domain/access.ts';
import type { RecordReader, RecordWriter, Stored } from '../../shared/domain/mutation.ts';
import {
  isRecordKind,
  parentOf,
  type RecordKind,
  type RecordOf,
  recordSchemas,
} from '../../shared/domain/records/kinds.ts';
import type { ReadView, RecordRow, WriteTx } from '../storage/port.ts';
import { mayRemove, putInOrder, type RestoredWriting } from './fieldOrder.ts';

/** Kinds whose record is asked for by kind and id: the stored body is what that kind's schema made. */
const toStored = <K extends RecordKind>(row: RecordRow, kind: K): Stored<K> => {
  if (row.kind !== kind || !isRecordKind(row.kind)) throw new Error('a row of another kind');
  return {
    scope: row.scope,
    kind,
    id: row.id,
    rev: row.rev,
    body: JSON.parse(row.body) as RecordOf<K>,
  };
};

/** Of rows that are read once and asked for often (`keptLists.ts`): parsed once. */
const parsedLists = new WeakMap<readonly RecordRow[], readonly Stored[]>();

const parsedList = <K extends RecordKind>(rows: readonly RecordRow[], kind: K): readonly Stored<K>[] => {
  const known = parsedLists.get(rows);
  if (known !== undefined) return known as readonly Stored<K>[];
  const parsed = rows.map((row) => toStored(row, kind));
  parsedLists.set(rows, parsed);
  return parsed;
};

/** Records as the rules read them: nobody changes them in place. */
export const recordReader = (view: ReadView): RecordReader => ({
  async get(kind, id) {
    const row = await view.records.get(kind, id);
    return row === undefined ? undefined : toStored(row, kind);
  },
  async list(kind, parent) {
    return parsedList(await view.records.list(kind, parent), kind);
  },
});

/** Writes for the rules; remembers what every record was before and has become, for grants and pokes. */
export interface TrackingWriter extends RecordWriter {
  changes(): readonly RecordChange[];
}

/** `writer`: the device in whose name it writes; empty for the server itself. */
export const recordWriter = (
  tx: WriteTx,
  writer: string,
  restored: RestoredWriting | null = null,
): TrackingWriter => {
  const changes = new Map<string, RecordChange>();
  const reader = recordReader(tx);
  const note = (change: RecordChange, id: string): void => {
    const key = `${change.scope} ${change.kind} ${id}`;
    const first = changes.get(key);
    changes.set(key, first === undefined ? change : { ...change, before: first.before });
  };
  return {
    ...reader,
    changes: () => [...changes.values()],
    async put(scope, kind, record) {
      const asked = recordSchemas[kind].parse(record) as typeof record;
      const { id } = asked;
      const before = (await reader.get(kind, id))?.body ?? null;
      const body = restored === null ? asked : await putInOrder(tx, restored, kind, before, asked);
      if (body === null) return;
      await tx.records.put(
        { scope, kind, id, parent: parentOf(kind, body), body: JSON.stringify(body) },
        writer,
      );
      if (kind === 'paperVersion') {
        const { file } = body as RecordOf<'paperVersion'>;
        await tx.files.link(id, scope, file.sha256);
      }
      note({ scope, kind, before, after: body }, id);
    },
    async remove(kind, id) {
      const held = await reader.get(kind, id);
      if (restored !== null && !(await mayRemove(tx, restored, kind, id))) return;
      if (held === undefined) return;
      await tx.records.remove(kind, id, writer);
      if (kind === 'paperVersion') await tx.files.link(id, held.scope, null);
      note({ scope: held.scope, kind, before: held.body, after: null }, id);
    },
  };
};
