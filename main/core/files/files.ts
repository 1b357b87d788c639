import { cabinetError } from '../../../shared/contract/errors.ts';
import type { DownloadView, SyncState } from '../../../shared/contract/client.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import type { CoreContext, Feature } from '../context.ts';
import type { OpenFile } from '../ports.ts';
import { guardStorage } from '../store/failures.ts';
import { lentFor } from '../store/loaner.ts';
import { openMeta } from '../store/meta.ts';
import { createDownloads, type Download, type Downloads } from './downloads.ts';
import type { FileStore } from './fileStore.ts';
import { haveBytes } from './fileTable.ts';
import type { Claim } from './keeping.ts';
import { createRoom, type Room } from './room.ts';
import { touchesFiles, type WantedFiles, wantedFiles } from './wanted.ts';

/** What was read so recently counts as open. */
const OPEN_MS = 60 * 60_000;
/** So often it is noted that a paper is used. */
const USE_MS = 10 * 60_000;
/** At the start the first screen is answered before papers are looked at, and the disk is looked through last. */
const START_MS = 250;
const CHECK_MS = 1_500;
/** Files that are taken on in one go after a first pull, which may bring tens of thousands: each costs a key. */
const TAKEN_AT_ONCE = 200;
/** More downloads than somebody reads through. */
const LISTED = 50;

interface State {
  readonly context: CoreContext;
  readonly store: FileStore;
  readonly room: Room;
  readonly downloads: Downloads;
  readonly meta: ReturnType<typeof openMeta>;
  wanted: WantedFiles;
  away: ReadonlySet<string>;
  isTooSmall: boolean;
  /** When each file was last read in this run, in milliseconds since 1970. */
  readonly readAt: Map<string, number>;
}

const isPaused = ({ meta }: Pick<State, 'meta'>): boolean => meta.number('downloads_paused') === 1;

/** At `sync.state`: counts over all files that readable records name. */
const filesState = (state: State): SyncState['files'] => {
  const { store, downloads, wanted } = state;
  const counts = { have: 0, total: 0, haveBytes: 0, totalBytes: 0, away: 0, awayBytes: 0 };
  for (const sha256 of wanted.keys()) {
    const file = store.table.get(sha256);
    if (!file) continue;
    const available = store.availability(file);
    if (available.state === 'away') {
      counts.away += 1;
      counts.awayBytes += file.size;
      continue;
    }
    counts.total += 1;
    counts.have += available.state === 'here' ? 1 : 0;
    counts.haveBytes += available.haveBytes;
    counts.totalBytes += file.size;
  }
  const rate = downloads.rate();
  const left = counts.totalBytes - counts.haveBytes;
  const error = downloads.error() ?? (state.isTooSmall ? state.room.shortage() : null);
  return {
    ...counts,
    fetching: downloads.fetching(),
    rate,
    secondsLeft: rate === null || rate === 0 || left === 0 ? null : Math.ceil(left / rate),
    paused: isPaused(state),
    error: error === null ? null : { code: error.code, params: { ...error.params } },
  };
};

const claimsOf = ({ context, store, downloads, wanted, readAt }: State): Claim[] => {
  const now = context.clock.now();
  return [...store.table.all()].map((file): Claim => {
    const { sha256, size, usedAt } = file;
    const known = wanted.get(sha256);
    const { standing = 'past', at = 0 } = known ?? {};
    const isOpen = now - (readAt.get(sha256) ?? Number.NEGATIVE_INFINITY) < OPEN_MS;
    // What no record is known to name is not judged.
    const isPinned = !known || isOpen || downloads.isWanted(sha256) || store.isHeldByUpload(sha256);
    return { sha256, size, usedAt, standing, at, isPinned, haveBytes: haveBytes(file) };
  });
};

/** Decides anew what is to be here, and tells the downloads. */
const replan = (state: State): void => {
  const { context, store, room, downloads, wanted } = state;
  const keeping = room.plan(claimsOf(state));
  const { papersOnOpening } = context.preferences.get();
  const isComing = (sha256: string): boolean => {
    const file = store.table.get(sha256);
    if (!file || file.putOff || !keeping.kept.has(sha256)) return false;
    return !papersOnOpening || downloads.isWanted(sha256);
  };
  const coming = [...wanted.keys()].filter(isComing);
  const kept = new Set(coming);
  state.away = new Set([...wanted.keys()].filter((sha256) => !kept.has(sha256)));
  state.isTooSmall = keeping.isTooSmall && !papersOnOpening;
  store.setAway(state.away);
  downloads.setOrder(coming);
  context.changed('files', 'sync');
};

/** The person has it open: it is noted, and it is not given up meanwhile. */
const noteUse = (state: State, sha256: string): void => {
  const { context, store, readAt } = state;
  const now = context.clock.now();
  readAt.set(sha256, now);
  const file = store.table.get(sha256);
  if (!file || (Math.abs(now - file.usedAt) < USE_MS && !file.putOff)) return;
  // Reading goes on when the disk takes no note of it.
  guardStorage(() => store.table.transaction(() => store.table.use(sha256, now)));
};

const want = (state: State, sha256: string): void => {
  noteUse(state, sha256);
  state.downloads.want(sha256);
  replan(state);
};

const downloadView = ({ context, store, wanted }: State, download: Download): DownloadView => {
  const { records } = context;
  const paper = records.getSync('paper', wanted.get(download.sha256)?.paperId ?? '')?.body;
  const meeting = records.getSync('meeting', paper?.meetingId ?? '')?.body;
  const slip = records.getSync('slip', paper?.slipId ?? '')?.body;
  const { sha256, state, error } = download;
  const file = store.table.get(sha256);
  return {
    ...{ sha256, state },
    title: paper?.title ?? '',
    meetingTitle: meeting?.title ?? slip?.title ?? '',
    haveBytes: file ? haveBytes(file) : 0,
    totalBytes: file?.size ?? 0,
    error: error === null ? null : { code: error.code, params: { ...error.params } },
  };
};

const reading = (state: State, sha256: string, file: OpenFile): OpenFile => ({
  size: file.size,
  read(start, end) {
    state.readAt.set(sha256, state.context.clock.now());
    return file.read(start, end);
  },
});

/** Runs once after a while unless it is run before; `stop` ends it. */
const later = (context: Pick<CoreContext, 'timers'>, run: () => void) => {
  let cancel: (() => void) | null = null;
  const stop = (): void => {
    cancel?.();
    cancel = null;
  };
  return {
    isWaiting: () => cancel !== null,
    stop,
    after(ms: number): void {
      cancel ??= context.timers.after(ms, () => {
        cancel = null;
        run();
      });
    },
  };
};

/**
 * Papers on this device: after every pull the files that readable records name are known, and of them those that there
 * is room for are kept and fetched (`keeping.ts`); the others come when they are opened.
 */
export const createFiles = (context: CoreContext, store: FileStore): Feature => {
  const meta = openMeta(context.db);
  const room = createRoom(store, context);
  const downloads: Downloads = createDownloads(store, context, room, {
    isPaused: isPaused({ meta }),
    onSynced: () => void room.look().then((isScarce) => (isScarce ? refresh() : undefined)),
  });
  const state: State = {
    ...{ context, store, room, downloads, meta, wanted: new Map(), away: new Set(), isTooSmall: false },
    readAt: new Map(),
  };
  let isStopped = false;
  let checked: Promise<void> = Promise.resolve();

  /** What is being taken on, a part at a time; null when nothing is. */
  let coming: WantedFiles | null = null;

  const findWanted = (): WantedFiles =>
    wantedFiles(context.records.confirmed, context.clock.now(), lentFor(context));
  const recompute = (files: WantedFiles = findWanted()): void => {
    taking.stop();
    coming = null;
    const kept = guardStorage(() => store.reconcile(files));
    // With a full disk nothing new is taken on; what is here stays readable, and the next pull tries again.
    if (!kept.ok) return context.log('files_not_taken_on', { code: kept.error.code });
    state.wanted = files;
    replan(state);
  };
  /** Papers are still to be taken on: at the start, or after a first pull. */
  const taking = later(context, () => {
    const files = coming ?? findWanted();
    const more = guardStorage(() => store.takeOn(files, TAKEN_AT_ONCE));
    // A full disk is met, and told, once more there.
    if (!more.ok || !more.value) return recompute(files);
    coming = files;
    taking.after(0);
  });
  const checking = later(context, () => {
    // A step at a time, so that nobody waits for it.
    const pause = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
    checked = store
      .check(pause, () => isStopped)
      .then(
        (lost) => {
          if (lost.length > 0) refresh();
        },
        (cause: unknown) =>
          context.log('files_not_checked', { reason: cause instanceof Error ? cause.name : 'unknown' }),
      );
  });
  const refresh = (): void => {
    // Never before it is known what the files are for.
    if (!isStopped && !taking.isWaiting()) replan(state);
  };

  store.onDamaged((sha256) => want(state, sha256));
  const unlisten = context.preferences.onChanged(refresh);

  return {
    methods: {
      'files.want': async ({ sha256 }) => {
        if (taking.isWaiting()) recompute();
        const file = store.table.get(sha256);
        if (!file) return err(cabinetError('not_found'));
        if (!store.isHere(sha256)) want(state, sha256);
        return ok(store.availability(file));
      },
      'files.downloads': async () => {
        const all = downloads.list();
        const listed = all.slice(0, LISTED).map((download) => downloadView(state, download));
        return ok({ downloads: listed, more: all.length - listed.length });
      },
      'files.setPaused': async ({ paused }) => {
        meta.set('downloads_paused', paused ? 1 : null);
        downloads.setPaused(paused);
        refresh();
        return ok({});
      },
      'files.cancel': async ({ sha256 }) => {
        const file = store.table.get(sha256);
        if (!file) return err(cabinetError('not_found'));
        if (store.isHere(sha256) || store.isHeldByUpload(sha256)) return ok({});
        const evicted = store.evict(sha256, true);
        downloads.cancel(sha256);
        state.readAt.delete(sha256);
        replan(state);
        await evicted;
        return ok({});
      },
    },
    start() {
      void room.look();
      taking.after(START_MS);
      checking.after(CHECK_MS);
    },
    async stop() {
      isStopped = true;
      unlisten();
      taking.stop();
      checking.stop();
      await checked;
      await downloads.stop();
      await store.close();
    },
    onPulled({ first, changes, gone }) {
      // Hundreds of files to take on keep nobody from reading what has arrived. What is taken away goes at once.
      if (first && gone.length === 0) taking.after(0);
      else if (first || gone.length > 0 || touchesFiles(changes)) recompute();
      else downloads.resume();
    },
    filesState: () => filesState(state),
    openFile: async (sha256) => {
      if (taking.isWaiting()) recompute();
      const file = store.open(sha256);
      if (!file) {
        want(state, sha256);
        return err(cabinetError('file_not_here'));
      }
      noteUse(state, sha256);
      return ok(reading(state, sha256, file));
    },
  };
};
