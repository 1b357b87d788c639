import type { UploadView } from '../../../shared/contract/client.ts';
import { cabinetError } from '../../../shared/contract/errors.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import type { CoreContext, Feature } from '../context.ts';
import { UPLOAD_SCOPE } from '../files/fileScopes.ts';
import type { FileStore } from '../files/fileStore.ts';
import { createBandwidth } from '../files/bandwidth.ts';
import type { Spare } from './send.ts';
import { createReading } from './reading.ts';
import { createReturningFiles, RETURNING_SCOPE } from './returningFiles.ts';
import { idsOfUpload } from './uploadedPaper.ts';
import { createUploadQueue, type UploadQueue } from './uploadQueue.ts';
import { createUploadTable, type Upload, type UploadTable } from './uploadTable.ts';

/** The version that a mutation of a paper makes; null for any other. */
const versionIdIn = (args: unknown): unknown =>
  typeof args === 'object' && args && 'versionId' in args ? args.versionId : null;

const viewOf = (context: CoreContext, queue: UploadQueue, upload: Upload): UploadView => {
  const { records } = context;
  const paper = upload.ownerKind === 'paper' ? records.getSync('paper', upload.ownerId)?.body : undefined;
  const itemId = upload.ownerKind === 'item' ? upload.ownerId : (paper?.itemId ?? null);
  const phase = upload.state === 'waiting' ? queue.phase(upload.id) : null;
  const state = phase?.state ?? upload.state;
  const error = upload.error ?? (state === 'waiting' ? queue.trouble() : null);
  return {
    id: upload.id,
    meetingId: (itemId === null ? undefined : records.getSync('agendaItem', itemId)?.body.meetingId) ?? null,
    itemId,
    slipId: upload.ownerKind === 'slip' ? upload.ownerId : (paper?.slipId ?? null),
    paperId: upload.ownerKind === 'paper' ? upload.ownerId : null,
    name: upload.name,
    size: upload.size,
    sentBytes: phase?.sentBytes ?? upload.sentBytes,
    state,
    error: error === null ? null : { code: error.code, params: { ...error.params } },
  };
};

/**
 * Gives up an upload's hold on its file once a record holds it, or once nothing will: the local copy of what was
 * uploaded becomes the copy that is read.
 */
const releaseHolds = (context: CoreContext, store: FileStore, table: UploadTable): void => {
  const onTheWay = new Set(
    context.outbox
      .entries()
      .filter(({ state }) => state !== 'refused')
      .map(({ args }) => (typeof args === 'object' && args && 'sha256' in args ? args.sha256 : null)),
  );
  for (const sha256 of store.table.heldByUploads()) {
    const scopes = [...store.table.scopes(sha256)];
    const held = scopes.some((scope) => !scope.startsWith(UPLOAD_SCOPE));
    for (const scope of scopes) {
      if (!scope.startsWith(UPLOAD_SCOPE) || (scope.startsWith(RETURNING_SCOPE) && onTheWay.has(sha256)))
        continue;
      const state = table.get(scope.slice(UPLOAD_SCOPE.length))?.state;
      const unneeded = state === undefined || state === 'refused' ? !onTheWay.has(sha256) : false;
      if (unneeded || (held && state !== 'waiting' && state !== 'reading')) store.drop(sha256, scope);
    }
  }
};

/** The person's limit, for everything that is sent: what comes has a lane of its own under the same limit. */
const createLane = ({ clock, timers, preferences }: CoreContext) => {
  const bandwidth = createBandwidth(clock, timers, () => preferences.get().paperRate);
  const stop = preferences.onChanged(() => bandwidth.changed());
  const take: Spare = (bytes, signal) => bandwidth.take(bytes, false, signal);
  return { take, stop };
};

/** The app ended between keeping the paper's mutation and noting so: naming it again would be refused as there already. */
const isNamed = (context: CoreContext, uploadId: string): boolean => {
  const { versionId } = idsOfUpload(uploadId);
  return context.outbox.entries().some(({ args }) => versionIdIn(args) === versionId);
};

/**
 * Files from a secretary's disk to the server: kept encrypted here first, sent when there is a connection, however
 * often the app is restarted meanwhile, and only then named by a mutation.
 */
export const createUploads = (context: CoreContext, store: FileStore): Feature => {
  const { outbox, changed } = context;
  const table = createUploadTable(context.db);
  const spare = createLane(context);
  const queue = createUploadQueue(context, store, table, spare.take);
  const reading = createReading(context, store, table, queue);

  const unlisten = outbox.onSettled((entry, result) => {
    if (result.status !== 'rejected' || !entry.name.startsWith('paper.add')) return;
    const versionId = versionIdIn(entry.args);
    const upload = table.all().find(({ id }) => idsOfUpload(id).versionId === versionId);
    if (upload) queue.refuse(upload, cabinetError(result.code, result.params));
  });

  const returning = createReturningFiles(context, store, spare.take);

  return {
    methods: {
      'uploads.begin': async (args) => reading.begin(args),
      'uploads.append': ({ id, bytes }) => reading.append(id, bytes),
      'uploads.finish': ({ id }) => reading.finish(id),
      'uploads.list': async () =>
        ok({ uploads: table.all().map((upload) => viewOf(context, queue, upload)) }),
      'uploads.remove': async ({ id }) => {
        if (!table.get(id)) return err(cabinetError('not_found'));
        await queue.cancel(id);
        table.delete(id);
        await reading.discard(id);
        releaseHolds(context, store, table);
        changed('uploads', 'files');
        return ok({});
      },
    },
    start() {
      // What was being read died with the process that read it; what is done has been seen.
      const isEnded = ({ id, state }: Upload): boolean =>
        state === 'reading' || state === 'done' || isNamed(context, id);
      for (const upload of table.all()) if (isEnded(upload)) table.delete(upload.id);
      reading.sweep();
      releaseHolds(context, store, table);
      queue.kick();
      returning.bring();
    },
    onRestored() {
      returning.hold();
    },
    async stop() {
      reading.halt();
      unlisten();
      spare.stop();
      await returning.stop();
      await queue.stop();
      await reading.discardAll();
    },
    onPulled() {
      releaseHolds(context, store, table);
      queue.kick();
      returning.bring();
    },
  };
};
