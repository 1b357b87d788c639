import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClientArgs } from '../../../shared/contract/client.ts';
import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { mayHold } from '../../../shared/domain/mutations/papers.ts';
import { orderBetween } from '../../../shared/lib/order.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { CoreContext } from '../context.ts';
import { diskFailure, systemCode } from '../files/diskError.ts';
import { UPLOAD_SCOPE } from '../files/fileScopes.ts';
import type { FileStore } from '../files/fileStore.ts';
import { createIntake, type Intake } from './intake.ts';
import type { UploadQueue } from './uploadQueue.ts';
import type { Upload, UploadTable } from './uploadTable.ts';

type Begin = ClientArgs<'uploads.begin'>;
type Done = Result<Record<never, never>, CabinetError>;

/** The first half of an upload: a person's file is read piece by piece, sealed aside, and then among the papers. */
export interface Reading {
  /** Errors: `not_found` for what it is to belong to. What cannot be sent at all stands in the list with its reason. */
  begin(args: Begin): Result<{ id: string }, CabinetError>;
  /** Errors: `not_found`, `locked`, what the disk says. */
  append(id: string, bytes: Uint8Array): Promise<Done>;
  /** Whole: from now on it waits to be sent. Errors as of `append`. */
  finish(id: string): Promise<Done>;
  /** Its person does not want it any more. */
  discard(id: string): Promise<void>;
  /** Deletes what an earlier run of the app has left half read; what is read anew waits for that. */
  sweep(): void;
  /** Nothing is taken any more: the store is about to close. */
  halt(): void;
  /** Afterwards: everything half read goes. */
  discardAll(): Promise<void>;
}

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

/** A row of an upload that has just begun. */
const rowOf = (id: string, args: Begin, place: string, error: CabinetError | null): Upload => ({
  ...{ id, ownerKind: args.owner.kind, ownerId: args.owner.id, name: args.name, size: args.size },
  ...{ classification: args.classification, documentType: args.documentType, place },
  ...{ state: error ? 'refused' : 'reading', sha256: null, sentBytes: 0, error },
});

/** What is being read now, each sealed into a file of its own below `uploads/`. */
const createIntakes = ({ dataDir, random, reached, log }: CoreContext, { disk }: FileStore) => {
  const dir = join(dataDir, 'uploads');
  const open = new Map<string, Intake>();
  let swept: Promise<void> = Promise.resolve();
  return {
    open: (id: string, size: number) => void open.set(id, createIntake(dir, id, size, random, disk, reached)),
    get: (id: string) => open.get(id),
    forget: (id: string) => void open.delete(id),
    swept: () => swept,
    sweep() {
      swept = rm(dir, { recursive: true, force: true }).catch((cause: unknown) => {
        log('uploads_not_cleaned', { reason: systemCode(cause) ?? 'unknown' });
      });
    },
    async discard(id: string) {
      await open.get(id)?.discard();
      open.delete(id);
    },
    async discardAll() {
      await Promise.allSettled([swept, ...[...open.values()].map((intake) => intake.discard())]);
    },
  };
};

export const createReading = (
  context: CoreContext,
  store: FileStore,
  table: UploadTable,
  queue: Pick<UploadQueue, 'refuse' | 'kick'>,
): Reading => {
  const { changed } = context;
  const intakes = createIntakes(context, store);
  let stopped = false;

  /** Runs a step of taking a file in; a full disk ends that upload with its reason. */
  const step = async (id: string, run: (intake: Intake, upload: Upload) => Promise<void>) => {
    const upload = table.get(id);
    const intake = intakes.get(id);
    if (!upload) return err(cabinetError('not_found'));
    // Already refused: the reason stands in the list, and the rest of a batch goes on.
    if (!intake) return ok({});
    try {
      await intakes.swept();
      await run(intake, upload);
      return stopped ? err(cabinetError('locked')) : ok({});
    } catch (cause) {
      const failure = diskFailure(cause);
      if (failure === null) throw cause;
      intakes.forget(id);
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
    intakes.forget(upload.id);
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

  return {
    begin(args) {
      const kind = args.owner.kind === 'item' ? 'agendaItem' : args.owner.kind;
      if (!context.records.getSync(kind, args.owner.id)) return err(cabinetError('not_found'));
      const id = context.ids.next();
      const error = refusedAtOnce(context, args);
      table.put(rowOf(id, args, lastPlace(context, table, args.owner), error));
      if (!error) intakes.open(id, args.size);
      changed('uploads');
      return ok({ id });
    },
    append: (id, bytes) => step(id, (intake) => intake.append(bytes)),
    finish: (id) => step(id, finish),
    discard: (id) => intakes.discard(id),
    sweep: () => intakes.sweep(),
    halt() {
      stopped = true;
    },
    discardAll: () => intakes.discardAll(),
  };
};
