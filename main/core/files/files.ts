import { cabinetError } from '../../../shared/contract/errors.ts';
import type { SyncState } from '../../../shared/contract/client.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import type { CoreContext, Feature } from '../context.ts';
import { guardStorage } from '../store/failures.ts';
import { lentFor } from '../store/loaner.ts';
import { createDownloads } from './downloads.ts';
import type { FileStore } from './fileStore.ts';
import { touchesFiles, wantedFiles } from './wanted.ts';

/** Counts over all files that readable records name, at `sync.state`. */
const filesState = (store: FileStore, wanted: ReadonlySet<string>): Omit<SyncState['files'], 'error'> => {
  const state = { have: 0, total: 0, haveBytes: 0, totalBytes: 0 };
  for (const sha256 of wanted) {
    const file = store.table.get(sha256);
    if (!file) continue;
    const available = store.availability(file);
    state.total += 1;
    state.have += available.state === 'here' ? 1 : 0;
    state.haveBytes += available.haveBytes;
    state.totalBytes += file.size;
  }
  return state;
};

/**
 * Papers on this device: after every pull the files that readable records name are the files that are kept and
 * fetched, no more and no less.
 */
export const createFiles = (context: CoreContext, store: FileStore): Feature => {
  const downloads = createDownloads(store, context);
  let wanted: ReadonlySet<string> = new Set();
  let checked: Promise<void> = Promise.resolve();
  /** Cancels the taking on of a first pull's files, while that is still to come. */
  let cancelFirst: (() => void) | null = null;

  const recompute = (): void => {
    cancelFirst?.();
    cancelFirst = null;
    const files = wantedFiles(context.records.confirmed, context.clock.now(), lentFor(context));
    const kept = guardStorage(() => store.reconcile(files));
    // With a full disk nothing new is taken on; what is here stays readable, and the next pull tries again.
    if (!kept.ok) return context.log('files_not_taken_on', { code: kept.error.code });
    wanted = new Set(files.keys());
    downloads.setOrder(wanted);
    context.changed('files', 'sync');
  };

  store.onDamaged((sha256) => {
    downloads.setOrder(wanted);
    downloads.want(sha256);
    context.changed('files');
  });

  return {
    methods: {
      'files.want': async ({ sha256 }) => {
        if (cancelFirst !== null) recompute();
        const file = store.table.get(sha256);
        if (!file) return err(cabinetError('not_found'));
        downloads.want(sha256);
        return ok(store.availability(file));
      },
    },
    start() {
      checked = store.check().catch((cause: unknown) => {
        context.log('files_not_checked', { reason: cause instanceof Error ? cause.name : 'unknown' });
      });
      // What the disk lost is known before anything is fetched.
      void checked.then(recompute);
    },
    async stop() {
      cancelFirst?.();
      await checked;
      await downloads.stop();
      await store.close();
    },
    onPulled({ first, changes, gone }) {
      // Hundreds of files to take on keep nobody from reading what has arrived. What is taken away goes at once.
      if (first && gone.length === 0) cancelFirst ??= context.timers.after(0, recompute);
      else if (first || gone.length > 0 || touchesFiles(changes)) recompute();
      else downloads.resume();
    },
    filesState: () => ({ ...filesState(store, wanted), error: downloads.error() }),
    openFile: async (sha256) => {
      if (cancelFirst !== null) recompute();
      const file = store.open(sha256);
      if (file) return ok(file);
      downloads.want(sha256);
      return err(cabinetError('file_not_here'));
    },
  };
};
