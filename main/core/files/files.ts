import { cabinetError } from '../../../shared/contract/errors.ts';
import type { DownloadView, SyncState } from '../../../shared/contract/client.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import type { CoreContext, Feature, Handlers } from '../context.ts';
import type { OpenFile } from '../ports.ts';
import { guardStorage } from '../store/failures.ts';
import { lentFor } from '../store/loaner.ts';
import { openMeta } from '../store/meta.ts';
import { createDownloads, type Download, type Downloads } from './downloads.ts';
import type { FileStore } from './fileStore.ts';
import { haveBytes } from './fileEntries.ts';
import { later } from './later.ts';
import { createPaperPlan, type PaperPlan } from './paperPlan.ts';
import { createRoom, type Room } from './room.ts';
import { createTaking, type Taking } from './taking.ts';
import { createTally, type Tally } from './tally.ts';
import { createWantedIndex, type WantedIndex } from './wantedIndex.ts';

/** So often it is noted that a paper is used. */
const USE_MS = 10 * 60_000;
/** At the start the first screen is answered before papers are looked at, and the disk is looked through last. */
const START_MS = 250;
const CHECK_MS = 1_500;
/** More downloads than somebody reads through. */
const LISTED = 50;

interface Desk {
  readonly context: CoreContext;
  readonly store: FileStore;
  readonly room: Room;
  readonly downloads: Downloads;
  readonly meta: ReturnType<typeof openMeta>;
  readonly index: WantedIndex;
  readonly tally: Tally;
  readonly plan: PaperPlan;
  readonly taking: Taking;
}

const isPaused = (meta: Desk['meta']): boolean => meta.number('downloads_paused') === 1;

const NOTHING = { have: 0, total: 0, haveBytes: 0, totalBytes: 0, away: 0, awayBytes: 0 };

/** At `sync.state`: counts over all files that readable records name, once it is known which these are. */
const filesState = ({ downloads, meta, plan, tally, taking }: Desk): SyncState['files'] => {
  const counts = taking.isReady() ? tally.counts() : NOTHING;
  const rate = downloads.rate();
  const left = counts.totalBytes - counts.haveBytes;
  const error = downloads.error() ?? plan.shortage();
  return {
    ...counts,
    fetching: downloads.fetching(),
    rate,
    secondsLeft: rate === null || rate === 0 || left === 0 ? null : Math.ceil(left / rate),
    paused: isPaused(meta),
    error: error === null ? null : { code: error.code, params: { ...error.params } },
  };
};

/** The person has it open: it is noted, and it is not given up meanwhile. */
const noteUse = ({ context, store, plan }: Desk, sha256: string): void => {
  const now = context.clock.now();
  plan.noteRead(sha256);
  const file = store.table.get(sha256);
  if (!file || (Math.abs(now - file.usedAt) < USE_MS && !file.putOff)) return;
  // Reading goes on when the disk takes no note of it.
  guardStorage(() => store.table.transaction(() => store.table.use(sha256, now)));
};

const want = (desk: Desk, sha256: string): void => {
  desk.taking.finish();
  noteUse(desk, sha256);
  desk.downloads.want(sha256);
  desk.plan.decide();
};

const downloadView = ({ context, store, index }: Desk, download: Download): DownloadView => {
  const { records } = context;
  const paper = records.getSync('paper', index.get(download.sha256)?.paperId ?? '')?.body;
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

const reading = ({ plan }: Desk, sha256: string, file: OpenFile): OpenFile => ({
  size: file.size,
  read(start, end) {
    plan.noteRead(sha256);
    return file.read(start, end);
  },
});

const openFile = async (
  desk: Desk,
  sha256: string,
  isStopped: () => boolean,
): ReturnType<NonNullable<Feature['openFile']>> => {
  const { store, taking } = desk;
  // Before it is known what is wanted, what is here may be read if a record in one of its scopes still names it.
  if (!taking.isReady() && (lentFor(desk.context) !== null || !store.isNamed(sha256))) taking.finish();
  const file = store.open(sha256);
  const isThere = file !== null && (await store.isOnDisk(sha256));
  // Locked while the disk was asked: the store is closed.
  if (isStopped()) return err(cabinetError('locked'));
  if (!isThere) {
    want(desk, sha256);
    return err(cabinetError('file_not_here'));
  }
  noteUse(desk, sha256);
  return ok(reading(desk, sha256, file));
};

const methodsOf = (desk: Desk, refresh: () => void): Handlers => {
  const { store, downloads, meta, plan, tally, taking } = desk;
  return {
    'files.want': async ({ sha256 }) => {
      taking.finish();
      const file = store.table.get(sha256);
      if (!file) return err(cabinetError('not_found'));
      if (!store.isHere(sha256)) want(desk, sha256);
      return ok(store.availability(file));
    },
    'files.downloads': async () => {
      const listed = downloads.list(LISTED).map((download) => downloadView(desk, download));
      const { total, have } = tally.counts();
      return ok({ downloads: listed, more: Math.max(0, total - have - listed.length) });
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
      taking.finish();
      const evicted = store.evict(sha256, true);
      downloads.cancel(sha256);
      plan.forgetRead(sha256);
      plan.decide();
      await evicted;
      return ok({});
    },
  };
};

/** Looks through the disk, a step at a time, so that nobody waits for it. */
const createChecking = ({ context, store }: Pick<Desk, 'context' | 'store'>, onLost: () => void) => {
  let isStopped = false;
  let checked: Promise<void> = Promise.resolve();
  const pause = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
  const checking = later(context.timers, () => {
    checked = store
      .check(pause, () => isStopped)
      .then(
        (lost) => {
          if (lost.length > 0) onLost();
        },
        (cause: unknown) =>
          context.log('files_not_checked', { reason: cause instanceof Error ? cause.name : 'unknown' }),
      );
  });
  return {
    begin: () => checking.after(CHECK_MS),
    stop(): Promise<void> {
      isStopped = true;
      checking.stop();
      return checked;
    },
  };
};

const createParts = (context: CoreContext, store: FileStore, refresh: () => void): Desk => {
  const meta = openMeta(context.db);
  const room = createRoom(store, context);
  const downloads = createDownloads(store, context, room, {
    isPaused: isPaused(meta),
    onDisk: () => void room.look().then((isScarce) => (isScarce ? refresh() : undefined)),
  });
  const index = createWantedIndex(context.records.confirmed);
  const tally = createTally();
  const plan = createPaperPlan({ context, store, index, tally, room, downloads });
  const taking = createTaking({ context, store, index, tally, plan });
  return { context, store, room, downloads, meta, index, tally, plan, taking };
};

/**
 * Papers on this device: after every pull the files that readable records name are known (`wantedIndex.ts`, `taking.ts`),
 * and of them those that there is room for are kept and fetched (`paperPlan.ts`, `keeping.ts`, `downloads.ts`); the others
 * come when they are opened.
 */
export const createFiles = (context: CoreContext, store: FileStore): Feature => {
  let isStopped = false;
  const refresh = (): void => {
    // Never before it is known what the files are for.
    if (!isStopped && desk.taking.isReady()) desk.plan.decide();
  };
  const desk = createParts(context, store, refresh);
  const { room, downloads, taking } = desk;
  const checking = createChecking(desk, refresh);
  store.onDamaged((sha256) => want(desk, sha256));
  const unlisten = context.preferences.onChanged(refresh);

  return {
    methods: methodsOf(desk, refresh),
    start() {
      void room.look();
      taking.begin(START_MS);
      checking.begin();
    },
    async stop() {
      isStopped = true;
      unlisten();
      await taking.stop();
      await checking.stop();
      await downloads.stop();
      await store.close();
    },
    onPulled(pulled) {
      if (!taking.pulled(pulled)) downloads.resume();
    },
    filesState: () => filesState(desk),
    openFile: (sha256) => openFile(desk, sha256, () => isStopped),
  };
};
