import type { PaperView } from '../../../shared/contract/client.ts';
import type { Stored } from '../../../shared/domain/mutation.ts';
import type { PaperVersion } from '../../../shared/domain/records/paper.ts';
import { byOrder } from '../../../shared/lib/order.ts';
import type { ViewRequest } from './request.ts';

/** Oldest first. */
export const versionsOf = (request: ViewRequest, paperId: string): PaperVersion[] =>
  request.records
    .listSync('paperVersion', paperId)
    .map(({ body }) => body)
    .sort((a, b) => a.n - b.n);

/** A paper in one of its versions, the current one unless another is named; null while that is not here. */
export const paperView = (
  request: ViewRequest,
  paper: Stored<'paper'>,
  versionId: string = paper.body.currentVersionId,
): PaperView | null => {
  const versions = request.records.listSync('paperVersion', paper.id);
  const version = versions.find(({ id }) => id === versionId)?.body;
  if (!version) return null;
  return {
    rev: paper.rev,
    paper: paper.body,
    version,
    versionCount: versions.length,
    availability: request.store.availability(version.file),
    closed: request.context.gate.refusalOf(paper.body.classification),
    read: request.reading.hasOpened(paper.id, version.id),
  };
};

/** The papers of an agenda item or a slip, in their order. */
export const papersIn = (request: ViewRequest, ownerId: string): PaperView[] =>
  [...request.records.listSync('paper', ownerId)]
    .sort((a, b) => byOrder(a.body, b.body))
    .map((paper) => paperView(request, paper))
    .filter((view) => view !== null);

/** What a paper stands in: title of its item and its meeting, or of its slip. */
export const ownerOf = (
  request: ViewRequest,
  { itemId, slipId }: { readonly itemId: string | null; readonly slipId: string | null },
): { readonly title: string; readonly meetingId: string | null; readonly meetingTitle: string } => {
  const { records } = request;
  if (itemId === null) {
    const slip = slipId === null ? undefined : records.getSync('slip', slipId);
    return { title: slip?.body.title ?? '', meetingId: null, meetingTitle: '' };
  }
  const item = records.getSync('agendaItem', itemId)?.body;
  const meeting = item && records.getSync('meeting', item.meetingId)?.body;
  return { title: item?.title ?? '', meetingId: meeting?.id ?? null, meetingTitle: meeting?.title ?? '' };
};
