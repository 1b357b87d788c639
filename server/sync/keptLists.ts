import type { RecordKind } from '../../shared/domain/records/kinds.ts';
import type { RecordReads, RecordRow, RecordWrites, WriteTx } from '../storage/port.ts';

/** All that the rest of a port does, with some of its methods replaced. */
const over = <T extends object>(port: T, methods: Partial<T>): T =>
  Object.assign(Object.create(port) as T, methods);

/**
 * A transaction that reads each list of records once, until something of that kind is written or what was written is
 * undone. Every mutation of a batch asks who takes part in its meeting: without this a push of twenty to a meeting of two
 * thousand reads and parses forty thousand records.
 */
export const withKeptLists = (tx: WriteTx): WriteTx => {
  const kept = new Map<RecordKind, Map<string, readonly RecordRow[]>>();
  const list: RecordReads['list'] = async (kind, parent) => {
    const ofKind = kept.get(kind) ?? new Map<string, readonly RecordRow[]>();
    kept.set(kind, ofKind);
    const rows = ofKind.get(parent) ?? (await tx.records.list(kind, parent));
    ofKind.set(parent, rows);
    return rows;
  };
  const put: RecordWrites['put'] = async (record, writer) => {
    try {
      return await tx.records.put(record, writer);
    } finally {
      kept.delete(record.kind);
    }
  };
  const remove: RecordWrites['remove'] = async (kind, ...rest) => {
    try {
      return await tx.records.remove(kind, ...rest);
    } finally {
      kept.delete(kind);
    }
  };
  const attempt: WriteTx['attempt'] = async (work) => {
    try {
      return await tx.attempt(work);
    } catch (error) {
      kept.clear();
      throw error;
    }
  };
  return over(tx, { records: over(tx.records, { list, put, remove }), attempt });
};
