import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClientArgs, UploadView } from '../../../shared/contract/client.ts';
import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { mayHold } from '../../../shared/domain/mutations/papers.ts';
import { orderBetween } from '../../../shared/lib/order.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { CoreContext, Feature } from '../context.ts';
import { type FileStore, UPLOAD_SCOPE } from '../files/fileStore.ts';
import { createBandwidth } from '../files/bandwidth.ts';
import { diskFailure, systemCode } from '../files/diskError.ts';
import type { Spare } from './send.ts';
import { createIntake, type Intake } from './intake.ts';
import { createReturningFiles, RETURNING_SCOPE } from './returningFiles.ts';
import { createUploadQueue, idsOfUpload, type UploadQueue } from './uploadQueue.ts';
import { createUploadTable, type Upload, type UploadTable } from './uploadTable.ts';

type Begin = ClientArgs<'uploads.begin'>;

/** After everything that stands there, and everything that is on its way there. */
const lastPlace = (context: CoreContext, table: UploadTable, owner: Begin['owner']): string => {
  if (owner.kind === 'paper') return '';
  const places = [
    ...context.records.listSync('paper', owner.id).map(({ body }) => body.order),
    ...table
      .all()
      .filter(({ ownerId }) => ownerId === owner.id)
      .map(({ place }) => place),
  ];
  return orderBetween(
    places.reduce<string | null>((last, place) => (last === null || place > last ? place : last), null),
    null,
  );
};

/** The version that a mutation of a paper makes; null for any other. */
const versionIdIn = (args: unknown): unknown =>
  typeof args === 'object' && args && 'versionId' in args ? args.versionId : null;

/** What this device can refuse by itself. R21: a class that may not be held never leaves the device. */
const refusedAtOnce = (
  context: CoreContext,
  { name, size, owner, classification }: Begin,
): CabinetError | null => {
  if (size === 0) return cabinetError('file_empty', { name });
  const organisation = context.records.getSync('organisation', context.account.organisationId);
  if (owner.kind !== 'paper' && organisation && !mayHold(organisation.body, classification)) {
    return cabinetError('paper_classification_refused');
  }
  return null;
};

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
  const { ids, outbox, changed } = context;
  const dir = join(context.dataDir, 'uploads');
  const table = createUploadTable(context.db);
  const spare = createLane(context);
  const queue = createUploadQueue(context, store, table, spare.take);
  const intakes = new Map<string, Intake>();
  /** What an earlier run of the app left half read is gone. */
  let cleaned: Promise<void> = Promise.resolve();
  let stopped = false;

  const begin = (args: Begin): Result<{ id: string }, CabinetError> => {
    const kind = args.owner.kind === 'item' ? 'agendaItem' : args.owner.kind;
    if (!context.records.getSync(kind, args.owner.id)) return err(cabinetError('not_found'));
    const id = ids.next();
    const error = refusedAtOnce(context, args);
    table.put({
      id,
      ownerKind: args.owner.kind,
      ownerId: args.owner.id,
      name: args.name,
      size: args.size,
      classification: args.classification,
      documentType: args.documentType,
      place: lastPlace(context, table, args.owner),
      state: error ? 'refused' : 'reading',
      sha256: null,
      sentBytes: 0,
      error,
    });
    if (!error)
      intakes.set(id, createIntake(dir, id, args.size, context.random, store.disk, context.reached));
    changed('uploads');
    return ok({ id });
  };

  /** Runs a step of taking a file in; a full disk ends that upload with its reason. */
  const step = async (id: string, run: (intake: Intake, upload: Upload) => Promise<void>) => {
    const upload = table.get(id);
    const intake = intakes.get(id);
    if (!upload) return err(cabinetError('not_found'));
    // Already refused: the reason stands in the list, and the rest of a batch goes on.
    if (!intake) return ok({});
    try {
      await cleaned;
      await run(intake, upload);
      return stopped ? err(cabinetError('locked')) : ok({});
    } catch (cause) {
      const failure = diskFailure(cause);
      if (failure === null) throw cause;
      intakes.delete(id);
      // What cannot be deleted now goes at the next start.
      await intake.discard().catch(() => context.log('upload_not_discarded'));
      queue.refuse(upload, failure);
      return err(failure);
    }
  };

  const finish = async (intake: Intake, upload: Upload): Promise<void> => {
    const file = await intake.finish(store, UPLOAD_SCOPE + upload.id);
    // Locked meanwhile: the store is about to close, and nobody will send it from here.
    if (stopped) return;
    intakes.delete(upload.id);
    if (table.get(upload.id) === undefined) {
      if (file) store.drop(file.sha256, UPLOAD_SCOPE + upload.id);
      return;
    }
    if (!file) return queue.refuse(upload, cabinetError('file_unreadable', { name: upload.name }));
    table.put({ ...upload, state: 'waiting', sha256: file.sha256 });
    context.reached('upload.kept');
    changed('uploads', 'files');
    queue.kick();
  };

  const unlisten = outbox.onSettled((entry, result) => {
    if (result.status !== 'rejected' || !entry.name.startsWith('paper.add')) return;
    const versionId = versionIdIn(entry.args);
    const upload = table.all().find(({ id }) => idsOfUpload(id).versionId === versionId);
    if (upload) queue.refuse(upload, cabinetError(result.code, result.params));
  });

  const returning = createReturningFiles(context, store, spare.take);

  return {
    methods: {
      'uploads.begin': async (args) => begin(args),
      'uploads.append': ({ id, bytes }) => step(id, (intake) => intake.append(bytes)),
      'uploads.finish': ({ id }) => step(id, finish),
      'uploads.list': async () =>
        ok({ uploads: table.all().map((upload) => viewOf(context, queue, upload)) }),
      'uploads.remove': async ({ id }) => {
        if (!table.get(id)) return err(cabinetError('not_found'));
        await queue.cancel(id);
        table.delete(id);
        await intakes.get(id)?.discard();
        intakes.delete(id);
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
      cleaned = rm(dir, { recursive: true, force: true }).catch((cause: unknown) => {
        context.log('uploads_not_cleaned', { reason: systemCode(cause) ?? 'unknown' });
      });
      releaseHolds(context, store, table);
      queue.kick();
      returning.bring();
    },
    onRestored() {
      returning.hold();
    },
    async stop() {
      stopped = true;
      unlisten();
      spare.stop();
      await returning.stop();
      await queue.stop();
      await Promise.allSettled([cleaned, ...[...intakes.values()].map((intake) => intake.discard())]);
    },
    onPulled() {
      releaseHolds(context, store, table);
      queue.kick();
      returning.bring();
    },
  };
};
