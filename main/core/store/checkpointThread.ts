import { parentPort, workerData } from 'node:worker_threads';
import SqliteDatabase from 'better-sqlite3';
import { keyed } from './connection.ts';

/** What the thread is started with. */
export interface CheckpointThreadData {
  readonly file: string;
  readonly key: Uint8Array;
}

/** Its answer to each message: pages in the log, and how many of them are in the store's file now; null: it cannot. */
export type CheckpointAnswer = { readonly log: number; readonly moved: number } | null;

/** The program of the thread: one checkpoint per message, until it is terminated. */
const { file, key } = workerData as CheckpointThreadData;
const db = keyed(new SqliteDatabase(file, { fileMustExist: true }), key);

const checkpoint = (): CheckpointAnswer => {
  try {
    const [row] = db.pragma('wal_checkpoint(PASSIVE)') as readonly {
      readonly busy: number;
      readonly log: number;
      readonly checkpointed: number;
    }[];
    return row === undefined || row.log < 0 ? null : { log: row.log, moved: row.checkpointed };
  } catch {
    // A full disk, or a store that nobody else may open: the connection that writes meets it and says so.
    return null;
  }
};

parentPort?.on('message', (message: 'checkpoint' | 'end') => {
  if (message === 'checkpoint') return parentPort?.postMessage(checkpoint());
  db.close();
  parentPort?.close();
});
