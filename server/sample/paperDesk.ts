import { orderBetween } from '../../shared/lib/order.ts';
import type { PollDocument } from '../../shared/domain/records/poll.ts';
import { minutes } from './dates.ts';
import { makeSamplePapers, type SamplePaper } from './papers/papers.ts';
import type { SampleWork } from './meetings.ts';

/** Where the papers of an agenda key go, and when they came. */
export interface PaperPlace {
  readonly owner: { readonly kind: 'item' | 'slip'; readonly id: string };
  readonly addedAt: number;
}

interface KeptPaper {
  readonly id: string;
  readonly title: string;
  versionId: string;
  sha256: string;
}

export interface PaperDesk {
  /** The current version of a paper, as a poll names it. */
  documentOf(key: string): PollDocument;
}

/** Typesets the papers and uploads each while the next is being set; they are added in the order of the list. */
export const addPapers = async (
  work: SampleWork,
  sessionDate: Date,
  placeOf: (itemKey: string) => PaperPlace,
): Promise<PaperDesk> => {
  const { actors, ids } = work;
  const kept = new Map<string, KeptPaper>();
  const lastOrder = new Map<string, string>();
  const add = async (paper: SamplePaper, sha256: string): Promise<void> => {
    const { key, itemKey, title, fileName, documentType, agency, number, classification } = paper;
    const versionId = ids.next();
    const { owner, addedAt } = placeOf(itemKey);
    actors.at(addedAt + minutes(kept.size));
    const known = kept.get(key);
    if (known !== undefined) {
      await actors.act('thuky', 'paper.add_version', { id: known.id, versionId, fileName, sha256 });
      Object.assign(known, { versionId, sha256 });
      return;
    }
    const order = orderBetween(lastOrder.get(owner.id) ?? null, null);
    lastOrder.set(owner.id, order);
    const id = ids.next();
    const fields = { title, documentType, agency, number, classification, fileName };
    await actors.act('thuky', 'paper.add', { ...fields, id, owner, order, versionId, sha256 });
    kept.set(key, { id, title, versionId, sha256 });
  };
  let added: Promise<void> = Promise.resolve();
  for await (const paper of makeSamplePapers({ sessionDate })) {
    const uploaded = actors.upload('thuky', paper.fileName, paper.bytes);
    added = Promise.all([added, uploaded]).then(([, sha256]) => add(paper, sha256));
    added.catch(() => undefined);
  }
  await added;
  return {
    documentOf(key) {
      const paper = kept.get(key);
      if (paper === undefined) throw new Error(`the sample has no paper ${key}`);
      const { id, title, versionId, sha256 } = paper;
      return { paperId: id, versionId, sha256, title };
    },
  };
};
