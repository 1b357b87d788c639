import { cabinetError, type CabinetError, type ErrorCode } from '../../../shared/contract/errors.ts';
import { err, type Result } from '../../../shared/lib/result.ts';
import type { CoreContext } from '../context.ts';
import { UPLOAD_SCOPE } from '../files/fileScopes.ts';
import type { FileStore } from '../files/fileStore.ts';
import { backoff } from '../files/retries.ts';
import { guardStorage } from '../store/failures.ts';
import { sendFile, sendingFailure, type SendProgress, type Spare } from './send.ts';
import { namePaper } from './uploadedPaper.ts';
import type { Upload, UploadTable } from './uploadTable.ts';

/** Files sent at once. */
const PARALLEL = 2;
/** The longest wait between two tries, in milliseconds. */
const LONGEST_MS = 60_000;

/** The server's word about the file or the person: trying again would not change it. */
const FINAL: readonly ErrorCode[] = [
  'file_not_pdf',
  'file_empty',
  'file_truncated',
  'file_password',
  'file_too_large',
  'file_unreadable',
  'file_damaged',
  'not_allowed',
  'bad_request',
];
/** A new beginning of the same upload helps, soon. */
const AGAIN: readonly ErrorCode[] = ['upload_chunk_wrong', 'upload_incomplete', 'not_found', 'unknown_path'];

/** Sends what waits, two at a time, and names the paper when its file has been taken. */
export interface UploadQueue {
  /** How far it is: null for what is not under way. */
  phase(id: string): Pick<Running, 'state' | 'sentBytes'> | null;
  /** Why what waits is not sent now; null while nothing is known to be in its way. */
  trouble(): CabinetError | null;
  /** There is something to send, or another reason to try. */
  kick(): void;
  cancel(id: string): Promise<void>;
  refuse(upload: Upload, error: CabinetError): void;
  stop(): Promise<void>;
}

interface Running {
  readonly abort: AbortController;
  readonly done: Promise<void>;
  /** `waiting` until the server has answered for the first time. */
  state: 'waiting' | 'sending' | 'checking';
  sentBytes: number;
}

class SendingQueue implements UploadQueue {
  readonly #context: CoreContext;
  readonly #store: FileStore;
  readonly #table: UploadTable;
  readonly #spare: Spare;
  readonly #running = new Map<string, Running>();
  #isStopped = false;
  /** Failures in a row, of whichever upload. */
  #attempts = 0;
  /** Milliseconds since 1970. */
  #pausedUntil = 0;
  #cancelWake: (() => void) | null = null;
  #trouble: CabinetError | null = null;

  constructor(context: CoreContext, store: FileStore, table: UploadTable, spare: Spare) {
    this.#context = context;
    this.#store = store;
    this.#table = table;
    this.#spare = spare;
  }

  phase(id: string): Pick<Running, 'state' | 'sentBytes'> | null {
    return this.#running.get(id) ?? null;
  }

  trouble(): CabinetError | null {
    return this.#trouble;
  }

  kick(): void {
    this.#pausedUntil = 0;
    this.#pump();
  }

  async cancel(id: string): Promise<void> {
    const run = this.#running.get(id);
    run?.abort.abort();
    await run?.done;
    this.#pump();
  }

  refuse(upload: Upload, error: CabinetError): void {
    this.#table.put({ ...upload, state: 'refused', error });
    if (upload.sha256 !== null) this.#store.drop(upload.sha256, UPLOAD_SCOPE + upload.id);
    this.#context.changed('uploads', 'files');
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelWake?.();
    for (const { abort } of this.#running.values()) abort.abort();
    await Promise.allSettled([...this.#running.values()].map(({ done }) => done));
  }

  #pump(): void {
    const { clock, timers } = this.#context;
    this.#cancelWake?.();
    this.#cancelWake = null;
    if (this.#isStopped) return;
    const waiting = this.#table
      .all()
      .filter(({ id, state }) => state === 'waiting' && !this.#running.has(id));
    if (waiting.length === 0) return;
    // Never longer than it was told to, also where the clock was set back meanwhile.
    const wait = Math.min(this.#pausedUntil - clock.now(), LONGEST_MS);
    if (wait > 0) {
      this.#cancelWake = timers.after(wait, () => this.kick());
      return;
    }
    // After a failure one tries whether it is over.
    const limit = this.#attempts > 0 ? 1 : PARALLEL;
    for (const upload of waiting.slice(0, Math.max(0, limit - this.#running.size))) this.#start(upload);
  }

  #start(upload: Upload): void {
    const abort = new AbortController();
    const done = Promise.resolve().then(() => this.#run(upload, run));
    const run: Running = { abort, state: 'waiting', sentBytes: 0, done };
    this.#running.set(upload.id, run);
  }

  async #run(upload: Upload, run: Running): Promise<void> {
    const outcome = await this.#bring(upload, run).catch((cause: unknown) =>
      err(sendingFailure(cause, upload.name)),
    );
    this.#running.delete(upload.id);
    if (run.abort.signal.aborted) return;
    const kept = guardStorage(() => this.#settle(upload, outcome));
    if (!kept.ok) this.#settle(upload, kept);
    this.#context.changed('uploads');
    this.#pump();
  }

  /** The file to the server, then its paper to the outbox. */
  async #bring(upload: Upload, run: Running): Promise<Result<undefined, CabinetError>> {
    const { server, outbox, reached } = this.#context;
    const { sha256 } = upload;
    if (sha256 === null || !this.#store.isHere(sha256))
      return err(cabinetError('file_unreadable', { name: upload.name }));
    const { signal } = run.abort;
    const file = { ...upload, sha256 };
    const progress = this.#progressOf(run);
    const sent = await sendFile(this.#store, server, file, signal, progress, this.#spare, reached);
    if (!sent.ok || signal.aborted) return sent;
    reached('upload.taken');
    const named = await namePaper(outbox, upload, sha256);
    reached('upload.named');
    return named;
  }

  #progressOf(run: Running): SendProgress {
    const { changed } = this.#context;
    return {
      sent(bytes) {
        run.state = 'sending';
        run.sentBytes = bytes;
        changed('uploads');
      },
      checking() {
        run.state = 'checking';
        changed('uploads');
      },
    };
  }

  #settle(upload: Upload, outcome: Result<undefined, CabinetError>): void {
    const { clock, random, log } = this.#context;
    if (outcome.ok) {
      this.#attempts = 0;
      this.#trouble = null;
      this.#table.put({ ...upload, state: 'done', sentBytes: upload.size, error: null });
    } else if (FINAL.includes(outcome.error.code)) {
      this.refuse(upload, outcome.error);
    } else {
      const first = AGAIN.includes(outcome.error.code) ? 200 : 1_000;
      this.#pausedUntil = clock.now() + backoff(this.#attempts, first, LONGEST_MS, random);
      this.#attempts += 1;
      this.#trouble = outcome.error;
      log('upload_waits', { code: outcome.error.code });
    }
  }
}

export const createUploadQueue = (
  context: CoreContext,
  store: FileStore,
  table: UploadTable,
  spare: Spare,
): UploadQueue => new SendingQueue(context, store, table, spare);
