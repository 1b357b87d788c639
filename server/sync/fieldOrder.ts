import type { RecordKind, RecordOf } from '../../shared/domain/records/kinds.ts';
import type { RecordOrder, WritePlace, WriteTx } from '../storage/port.ts';

/**
 * After a restore devices come back in any order, and each sends again what the server has lost. What was written last
 * before must stand last again: every field of a record remembers from which write it is, and a write that was done before
 * it leaves the field alone. So all orders of coming back end in the same records.
 */

/** A write that a lost history acknowledged. */
export interface FormerWrite {
  /** When it was done, among all writes of all histories. */
  readonly place: WritePlace;
  /** Names of its arguments: fields that it sets even where they say the same already. */
  readonly names: ReadonlySet<string>;
}

/** Writing on a server that was restored. */
export interface RestoredWriting {
  /** The present epoch. */
  readonly epoch: string;
  /** Null for what is done now. */
  readonly again: FormerWrite | null;
}

/** Stands for the removal of the whole record. */
const REMOVAL = '';

/** Epochs are UUIDv7: they follow one another as their texts do. */
const isBefore = (a: WritePlace, b: WritePlace | undefined): boolean =>
  b !== undefined && (a[0] === b[0] ? a[1] < b[1] : a[0] < b[0]);

const placeOf = async (tx: WriteTx, { epoch, again }: RestoredWriting): Promise<WritePlace> =>
  again?.place ?? [epoch, (await tx.counter()) + 1];

/** What follows from other records is made anew each time, whoever's word it follows from. */
const DERIVED: ReadonlySet<RecordKind> = new Set(['grant', 'pollResult', 'turnout', 'ballotReceipt']);

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A new record: kept unless it was removed later. */
const putNew = async <K extends RecordKind>(
  tx: WriteTx,
  kind: K,
  asked: RecordOf<K>,
  place: WritePlace,
): Promise<RecordOf<K> | null> => {
  const removal = (await tx.records.order(kind, asked.id))[REMOVAL];
  if (isBefore(place, removal)) return null;
  const order = Object.fromEntries(Object.keys(asked).map((name) => [name, place]));
  await tx.records.setOrder(kind, asked.id, order);
  return asked;
};

/** What is to be written: the record as asked for, without what was written later; null for nothing. */
export const putInOrder = async <K extends RecordKind>(
  tx: WriteTx,
  restored: RestoredWriting,
  kind: K,
  before: RecordOf<K> | null,
  asked: RecordOf<K>,
): Promise<RecordOf<K> | null> => {
  if (DERIVED.has(kind)) return asked;
  const place = await placeOf(tx, restored);
  if (before === null) return putNew(tx, kind, asked, place);
  const known = await tx.records.order(kind, asked.id);
  const order: Record<string, WritePlace> = { ...known };
  const held = before as Readonly<Record<string, unknown>>;
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(asked)) {
    const isMeant = !isSame(held[name], value) || restored.again?.names.has(name) === true;
    const isOvertaken = isMeant && isBefore(place, known[name]);
    body[name] = isOvertaken ? held[name] : value;
    if (isMeant && !isOvertaken) order[name] = place;
  }
  await tx.records.setOrder(kind, asked.id, order);
  return body as RecordOf<K>;
};

/** Whether a record may go: not when it was written later than it was removed. */
export const mayRemove = async (
  tx: WriteTx,
  restored: RestoredWriting,
  kind: RecordKind,
  id: string,
): Promise<boolean> => {
  if (DERIVED.has(kind)) return true;
  const place = await placeOf(tx, restored);
  const known: RecordOrder = await tx.records.order(kind, id);
  if (Object.values(known).some((written) => isBefore(place, written))) return false;
  await tx.records.setOrder(kind, id, { [REMOVAL]: place });
  return true;
};
