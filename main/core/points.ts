import type { Reached } from '../../shared/lib/reached.ts';

/** Places in the client's work at which a killed process would have done one thing and not yet the next. */
export const CORE_POINTS = [
  // a step of the store's history, inside its transaction; then committed
  'migration.before_commit',
  'migration.committed',
  // a first sign-in: the server has enrolled the device; the store is there, empty; it says whose it is, without a vault
  'device.admitted',
  'store.made',
  'store.filled',
  // the vault is on the disk under another name; under its own
  'vault.written',
  'vault.renamed',
  // an entry of the outbox, inside its transaction; on the disk, and its author not told
  'outbox.before_commit',
  'outbox.kept',
  // entries noted as having been on the wire, before they are; answered, the answers not kept
  'outbox.marked',
  'push.answered',
  // answers of the server, inside their transaction; on the disk
  'answers.before_commit',
  'answers.kept',
  // entries whose effect is here are gone
  'outbox.dropped',
  // a refused entry that its author has seen
  'outbox.before_dismiss',
  'outbox.dismissed',
  // a page of a pull: here, not stored; inside its transaction; staged
  'page.received',
  'page.before_commit',
  'page.staged',
  // a complete pull made visible: inside its transaction; committed
  'publish.before_commit',
  'publish.committed',
  'checkpoint.noted',
  // another history of the server: what it lacks waits again; then everything is asked for from zero
  'start_over.sent_again',
  'start_over.done',
  // a chunk of a paper: written; synced; counted as here
  'chunk.written',
  'chunk.synced',
  'chunk.marked',
  // rows of files follow what may be read, their bytes not yet; a row says that bytes are given up; bytes of one gone
  'files.reconciled',
  'file.evicted',
  'file.deleted',
  // on a disk without a byte for the row: the bytes of a paper are gone first, and its row says that they are here
  'file.deleted_unnoted',
  // a file of the person's: a chunk of it sealed aside; all moved among the papers; kept as an upload
  'intake.written',
  'intake.moved',
  'upload.kept',
  // on its way: begun there; a chunk there; taken there, no paper made of it; the paper in the outbox
  'upload.begun',
  'upload.chunk_sent',
  'upload.taken',
  'upload.named',
  // locked by its person: the store closed, the vault not told
  'lock.store_closed',
  // a PIN is set or changed, its person not told; a try is counted and not made, the last one takes the PIN with it; the
  // right one has given all tries back, and nothing is open yet
  'pin.kept',
  'pin.try_counted',
  'pin.used_up',
  'pin.tries_given_back',
  // a wipe: its acknowledgement is signed and kept; a key is overwritten where it lay; all keys are gone; the store and the
  // papers are; that is noted, and the server not told; it is told, and that is not noted
  'wipe.noted',
  'wipe.key_overwritten',
  'wipe.keys_destroyed',
  'wipe.rest_destroyed',
  'wipe.rest_noted',
  'wipe.acknowledged',
] as const;

export type CorePoint = (typeof CORE_POINTS)[number];
export type CoreReached = Reached<CorePoint>;
