import { cabinetError, type CabinetError, type ErrorCode } from '../../../shared/contract/errors.ts';
import { derivedId } from '../../../shared/domain/derivedId.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { CoreContext } from '../context.ts';
import { ChunkDamaged } from '../files/chunkReader.ts';
import { UPLOAD_SCOPE } from '../files/fileScopes.ts';
import type { FileStore } from '../files/fileStore.ts';
import { diskFailure } from '../files/diskError.ts';
import { guardStorage } from '../store/failures.ts';
import { backoff } from '../files/retries.ts';
import { sendFile, type SendProgress, type Spare } from './send.ts';
import { titleOfFileName } from './title.ts';
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

/** The ids that an upload's paper gets: the same however often it is tried, so that it arrives once. */
export const idsOfUpload = (uploadId: string): { readonly paperId: string; readonly versionId: string } => ({
  paperId: derivedId(uploadId, 'paper'),
  versionId: derivedId(uploadId, 'version'),
});

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

export const createUploadQueue = (
  context: CoreContext,
  store: FileStore,
  table: UploadTable,
  spare: Spare,
): UploadQueue => {
  const { clock, outbox, random, timers, changed } = context;
  const running = new Map<string, Running>();
  let stopped = false;
  let attempts = 0;
  let pausedUntil = 0;
  let cancelWake: (() => void) | null = null;
  let trouble: CabinetError | null = null;

  const refuse = (upload: Upload, error: CabinetError): void => {
    table.put({ ...upload, state: 'refused', error });
    if (upload.sha256 !== null) store.drop(upload.sha256, UPLOAD_SCOPE + upload.id);
    changed('uploads', 'files');
  };

  /** The mutation that makes a paper of the file; kept in the outbox from now on. */
  const name = async (upload: Upload, sha256: string): Promise<Result<undefined, CabinetError>> => {
    const { paperId, versionId } = idsOfUpload(upload.id);
    const file = { versionId, fileName: upload.name, sha256 };
    const kept =
      upload.ownerKind === 'paper'
        ? await outbox.enqueue('paper.add_version', { id: upload.ownerId, ...file })
        : await outbox.enqueue('paper.add', {
            id: paperId,
            owner: { kind: upload.ownerKind, id: upload.ownerId },
            order: upload.place,
            title: titleOfFileName(upload.name),
            documentType: upload.documentType,
            agency: '',
            number: '',
            classification: upload.classification,
            ...file,
          });
    return kept.ok ? ok(undefined) : kept;
  };

  const bring = async (upload: Upload, run: Running): Promise<Result<undefined, CabinetError>> => {
    const { sha256 } = upload;
    if (sha256 === null || !store.isHere(sha256))
      return err(cabinetError('file_unreadable', { name: upload.name }));
    const { signal } = run.abort;
    const progress: SendProgress = {
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
    const file = { ...upload, sha256 };
    const sent = await sendFile(store, context.server, file, signal, progress, spare, context.reached);
    if (!sent.ok || signal.aborted) return sent;
    context.reached('upload.taken');
    const named = await name(upload, sha256);
    context.reached('upload.named');
    return named;
  };

  const settle = (upload: Upload, outcome: Result<undefined, CabinetError>): void => {
    if (outcome.ok) {
      attempts = 0;
      trouble = null;
      table.put({ ...upload, state: 'done', sentBytes: upload.size, error: null });
    } else if (FINAL.includes(outcome.error.code)) {
      refuse(upload, outcome.error);
    } else {
      const first = AGAIN.includes(outcome.error.code) ? 200 : 1_000;
      pausedUntil = clock.now() + backoff(attempts, first, LONGEST_MS, random);
      attempts += 1;
      trouble = outcome.error;
      context.log('upload_waits', { code: outcome.error.code });
    }
  };

  const start = (upload: Upload): void => {
    const abort = new AbortController();
    const work = async (): Promise<void> => {
      const outcome = await bring(upload, run).catch((cause: unknown) => {
        if (cause instanceof ChunkDamaged) return err(cabinetError('file_unreadable', { name: upload.name }));
        const failure = diskFailure(cause);
        if (failure === null) throw cause;
        return err(failure);
      });
      running.delete(upload.id);
      if (abort.signal.aborted) return;
      const kept = guardStorage(() => settle(upload, outcome));
      if (!kept.ok) settle(upload, kept);
      changed('uploads');
      pump();
    };
    const run: Running = { abort, state: 'waiting', sentBytes: 0, done: Promise.resolve().then(work) };
    running.set(upload.id, run);
  };

  const pump = (): void => {
    cancelWake?.();
    cancelWake = null;
    if (stopped) return;
    const waiting = table.all().filter(({ id, state }) => state === 'waiting' && !running.has(id));
    if (waiting.length === 0) return;
    // Never longer than it was told to, also where the clock was set back meanwhile.
    const wait = Math.min(pausedUntil - clock.now(), LONGEST_MS);
    if (wait > 0) {
      cancelWake = timers.after(wait, () => {
        pausedUntil = 0;
        pump();
      });
      return;
    }
    // After a failure one tries whether it is over.
    const limit = attempts > 0 ? 1 : PARALLEL;
    for (const upload of waiting.slice(0, Math.max(0, limit - running.size))) start(upload);
  };

  return {
    phase: (id) => running.get(id) ?? null,
    trouble: () => trouble,
    kick() {
      pausedUntil = 0;
      pump();
    },
    async cancel(id) {
      const run = running.get(id);
      run?.abort.abort();
      await run?.done;
      pump();
    },
    refuse,
    async stop() {
      stopped = true;
      cancelWake?.();
      for (const { abort } of running.values()) abort.abort();
      await Promise.allSettled([...running.values()].map(({ done }) => done));
    },
  };
};
