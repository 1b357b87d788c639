import type { AgendaItem } from '../../../shared/domain/records/meeting.ts';
import { createDrafts } from '../editing/drafts.ts';

export type ItemFields = Pick<AgendaItem, 'title' | 'summary' | 'presenterId' | 'unit' | 'minutes'>;

export const itemFieldsOf = ({ title, summary, presenterId, unit, minutes }: AgendaItem): ItemFields => ({
  title,
  summary,
  presenterId,
  unit,
  minutes,
});

/** What is typed of agenda items. */
export const itemDrafts = createDrafts<ItemFields>();
