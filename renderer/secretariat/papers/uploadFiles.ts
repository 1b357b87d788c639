import type { ClientArgs } from '../../../shared/contract/client.ts';
import type { CabinetError } from '../../../shared/contract/errors.ts';
import type { Classification } from '../../../shared/domain/records/common.ts';
import { CHUNK_BYTES } from '../../../shared/domain/records/paper.ts';
import { call } from '../../app/cabinet.ts';
import { documentTypeOf } from './documentTypeOf.ts';

type Owner = ClientArgs<'uploads.begin'>['owner'];

/** Files read at once: reading more in parallel makes a slow disk slower. */
const PARALLEL = 2;

interface Job {
  readonly file: File;
  readonly owner: Owner;
  readonly classification: Classification;
  readonly failed: (file: File, error: CabinetError) => void;
}

const waiting: Job[] = [];
let running = 0;

/** Hands one file to the core, slice by slice. What goes wrong from then on stands in the core's list of uploads. */
const hand = async ({ file, owner, classification, failed }: Job): Promise<void> => {
  const begun = await call('uploads.begin', {
    owner,
    name: file.name.normalize('NFC').slice(0, 500),
    size: file.size,
    classification,
    documentType: documentTypeOf(file.name),
  });
  if (!begun.ok) return failed(file, begun.error);
  const { id } = begun.value;
  for (let at = 0; at < file.size; at += CHUNK_BYTES) {
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      bytes = new Uint8Array(await file.slice(at, at + CHUNK_BYTES).arrayBuffer());
    } catch {
      // The file went away or may not be read. Ended short, the core refuses it and says why.
      break;
    }
    const appended = await call('uploads.append', { id, bytes });
    if (!appended.ok) return;
  }
  await call('uploads.finish', { id });
};

const next = (): void => {
  while (running < PARALLEL) {
    const job = waiting.shift();
    if (job === undefined) return;
    running += 1;
    void hand(job).finally(() => {
      running -= 1;
      next();
    });
  }
};

/** Takes files in, in their order; goes on while other screens are shown. `failed` is called for one not even begun. */
export const uploadFiles = (
  owner: Owner,
  files: readonly File[],
  classification: Classification,
  failed: (file: File, error: CabinetError) => void,
): void => {
  waiting.push(...files.map((file) => ({ file, owner, classification, failed })));
  next();
};
