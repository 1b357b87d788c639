import type { Paper } from '../../../shared/domain/records/paper.ts';
import { createDrafts } from '../editing/drafts.ts';

export type PaperFields = Pick<Paper, 'title' | 'documentType' | 'agency' | 'number' | 'classification'>;

export const paperFieldsOf = ({
  title,
  documentType,
  agency,
  number,
  classification,
}: Paper): PaperFields => ({ title, documentType, agency, number, classification });

/** What is typed of papers. */
export const paperDrafts = createDrafts<PaperFields>();
