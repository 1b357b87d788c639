import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Database } from 'better-sqlite3';
import type { CheckpointAnswer, CheckpointThreadData } from './checkpointThread.ts';
import { CHECKPOINT_PAGES, openingOf } from './store.ts';

/** How much is much. Characters stand for bytes of bodies: indexes and rewritten pages come on top, in the log about half. */
export interface CheckpointLimits {
  /** Characters that are not yet much: no thread is started for them. */
  readonly few: number;
  /** Characters between one checkpoint and the next: a page that was written ten times by then is moved once. */
  readonly between: number;
  /** Characters written while one checkpoint runs: then it is waited for. */
  readonly meanwhile: number;
  /** Pages that the log may have before whoever writes waits for all of it to be moved, so that it begins anew. */
  readonly pages: number;
}

const LIMITS: CheckpointLimits = {
  few: 4_000_000,
  between: 64_000_000,
  meanwhile: 32_000_000,
  pages: 8 * CHECKPOINT_PAGES,
};

/**
 * Moves the write-ahead log into the store's file on another thread while much is written: a checkpoint reads, seals
 * and syncs megabytes, and the thread that writes is also the one that answers screens.
 */
export interface Checkpoints {
  /** Much may be written from here on, until `end`. Several may do so at once. */
  use(): void;
  /** After each piece of what may become much, with its length. Resolves when there is room for more. */
  relieve(characters: number): Promise<void>;
  /**
   * Nothing more is coming from one of those who began. After the last, or without any, what is left is moved, the thread
   * ends, and checkpoints are the writer's own again.
   */
  end(): Promise<void>;
}

interface Thread {
  /** One checkpoint at a time. */
  checkpoint(): Promise<CheckpointAnswer>;
  end(): Promise<void>;
}

const startThread = (data: CheckpointThreadData): Thread => {
  const file = join(import.meta.dirname, `checkpointThread${extname(import.meta.filename)}`);
  const worker = new Worker(file, { workerData: data });
  let answered = (_answer: CheckpointAnswer): void => undefined;
  let ended = false;
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      ended = true;
      answered(null);
      resolve();
    });
  });
  // `exit` follows; what could not be done here the writer does itself.
  worker.on('error', () => undefined);
  worker.on('message', (answer: CheckpointAnswer) => answered(answer));
  return {
    checkpoint: () =>
      new Promise((resolve) => {
        answered = resolve;
        if (ended) resolve(null);
        else worker.postMessage('checkpoint');
      }),
    async end() {
      if (!ended) worker.postMessage('end');
      await exited;
    },
  };
};

export const createCheckpoints = (db: Database, limits: CheckpointLimits = LIMITS): Checkpoints => {
  let thread: Thread | null = null;
  /** Once it has failed, checkpoints stay the writer's own. */
  let isPossible = openingOf(db) !== null;
  let running: Promise<CheckpointAnswer> | null = null;
  let users = 0;
  let pages = 0;
  let written = 0;
  let sinceBegun = 0;

  const start = (): Thread | null => {
    const opening = openingOf(db);
    if (!isPossible || opening === null) return null;
    db.pragma('wal_autocheckpoint = 0');
    return startThread(opening);
  };
  const end = async (): Promise<void> => {
    const ending = thread;
    thread = null;
    if (ending === null) return;
    await running;
    await ending.end();
    if (db.open) db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  };
  const run = async (on: Thread): Promise<CheckpointAnswer> => {
    const answer = await on.checkpoint();
    running = null;
    isPossible &&= answer !== null;
    const isMoved = answer === null || (answer.moved === answer.log && sinceBegun === 0);
    // What was written meanwhile stands behind it: the log has not begun anew, however much of it was moved.
    pages = isMoved ? 0 : answer.log;
    return answer;
  };
  const begin = (on: Thread): Promise<CheckpointAnswer> => {
    if (running !== null) return running;
    sinceBegun = 0;
    running = run(on);
    return running;
  };

  return {
    use() {
      users += 1;
    },
    async relieve(characters) {
      written += characters;
      if (written > limits.few) thread ??= start();
      if (thread === null) return;
      sinceBegun += characters;
      const isBehind = pages > limits.pages || (running !== null && sinceBegun > limits.meanwhile);
      if (!isBehind && sinceBegun < limits.between) return;
      const begun = begin(thread);
      if (!isBehind) return;
      // What was written while the one under way ran needs one more, during which nothing is written.
      await begun;
      // Meanwhile the last of them may have ended.
      if (thread !== null) await begin(thread);
      if (!isPossible) await end();
    },
    async end() {
      users -= 1;
      // Those who go on writing keep a checkpoint from reaching the end of the log, and only there does it sync the store's file.
      if (users > 0) return;
      users = 0;
      written = 0;
      if (thread !== null && isPossible) await (running ?? begin(thread));
      if (users === 0) await end();
    },
  };
};

const shared = new WeakMap<Database, Checkpoints>();

/** One for all who write much into a store: whoever ends first leaves the thread to the others. */
export const checkpointsOf = (db: Database): Checkpoints => {
  const known = shared.get(db) ?? createCheckpoints(db);
  shared.set(db, known);
  return known;
};
