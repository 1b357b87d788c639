import type { RecordReader, Stored } from '../../../shared/domain/mutation.ts';
import type { RecordKind } from '../../../shared/domain/records/kinds.ts';

/** Reading records at once, for answers that touch many. Returned records are shared: never change them. */
export interface SyncReader {
  getSync<K extends RecordKind>(kind: K, id: string): Stored<K> | undefined;
  /** By parent (`parentOf`); in no promised order. */
  listSync<K extends RecordKind>(kind: K, parent: string): readonly Stored<K>[];
  /** Every record of a kind that this person may read; in no promised order. */
  all<K extends RecordKind>(kind: K): readonly Stored<K>[];
}

/** What is on screen: the server's rows overlaid with the replayed outbox. */
export interface Records extends SyncReader, RecordReader {
  /** The server's rows alone, as of the last complete pull. */
  readonly confirmed: SyncReader;
}
