import type { CabinetError } from '../../../shared/contract/errors.ts';
import { derivedId } from '../../../shared/domain/derivedId.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { CoreContext } from '../context.ts';
import { titleOfFileName } from './title.ts';
import type { Upload } from './uploadTable.ts';

/** The ids that an upload's paper gets: the same however often it is tried, so that it arrives once. */
export const idsOfUpload = (uploadId: string): { readonly paperId: string; readonly versionId: string } => ({
  paperId: derivedId(uploadId, 'paper'),
  versionId: derivedId(uploadId, 'version'),
});

/** The mutation that makes a paper of the file; kept in the outbox from now on. Errors: as of the outbox. */
export const namePaper = async (
  outbox: CoreContext['outbox'],
  upload: Upload,
  sha256: string,
): Promise<Result<undefined, CabinetError>> => {
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
