import type { Reached } from '../shared/lib/reached.ts';

/** Places in the server's work at which a killed process would have done one thing and not yet the next. */
export const SERVER_POINTS = [
  // a step of the store's history, inside its transaction; then on the disk
  'migration.before_commit',
  'migration.committed',
  // the log's key is on the disk under another name
  'log_key.written',
  // any write at all
  'transaction.before_commit',
  'transaction.committed',
  // a batch of mutations with their answers: all applied; on the disk, and nobody knows
  'push.before_commit',
  'push.committed',
  // between two mutations of a batch, inside its transaction: the one before was applied; was refused
  'push.one_applied',
  'push.one_refused',
  // a leaf of the decision log, inside the transaction of what it is about
  'log.appended',
  // committed, and no device has been poked
  'pokes.next',
  // any answer over HTTP: about to be handed to the network; handed over
  'answer.next',
  'answer.sent',
  // an account made, disabled, enabled or given another passphrase
  'account.before_commit',
  'account.committed',
  // a sign-in, with its device and session
  'sign_in.before_commit',
  'sign_in.committed',
  // a chunk of an upload: on the disk under another name; under its own
  'chunk.written',
  'chunk.renamed',
  // a complete upload: in one piece; looked into; among the files without its row; with it, its chunks still there
  'upload.assembled',
  'upload.checked',
  'file.adopted',
  'file.recorded',
  // an upload without its row, its chunks still there
  'upload.forgotten',
  // tombstones deleted, inside the transaction; then on the disk
  'tombstones.before_commit',
  'tombstones.forgotten',
  // a backup: the database copied; all packed under another name; under its own
  'backup.database_copied',
  'backup.packed',
  'backup.renamed',
  // a backup brought back: unpacked and checked beside; one part of it moved in
  'restore.unpacked',
  'restore.part_moved',
] as const;

export type ServerPoint = (typeof SERVER_POINTS)[number];
export type ServerReached = Reached<ServerPoint>;
