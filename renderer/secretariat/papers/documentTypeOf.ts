import type { DocumentType } from '../../../shared/domain/records/paper.ts';
import { foldText } from '../../papers/foldText.ts';

/** Words and marks of file names as offices write them, most telling first. */
const SIGNS: readonly (readonly [RegExp, DocumentType])[] = [
  [/phu ?luc|\bpl ?\d*\b|appendix/, 'appendix'],
  [/(du ?thao|\bdt\b).*(nghi ?quyet|\bnq\b)/, 'draft_resolution'],
  [/(du ?thao|\bdt\b).*(nghi ?dinh|\bnd\b)/, 'draft_decree'],
  [/tong ?hop.*y ?kien|tiep ?thu|giai ?trinh/, 'opinion_summary'],
  [/to ?trinh|\bttr\b/, 'submission'],
  [/bien ?ban|\bbb\b|minutes/, 'minutes'],
  [/thong ?bao|\btb\b|notice/, 'notice'],
  [/ke ?hoach|\bkh\b/, 'plan'],
  [/nghi ?quyet|\bnq\b|resolution/, 'resolution'],
  [/bao ?cao|\bbc\b|report/, 'report'],
];

/** A first guess of a paper's type from the name of its file; the secretary corrects it. */
export const documentTypeOf = (fileName: string): DocumentType => {
  const words = foldText(fileName.replace(/\.[a-z0-9]{1,5}$/i, '')).replace(/[_\-.,()[\]/]+/g, ' ');
  return SIGNS.find(([sign]) => sign.test(words))?.[1] ?? 'other';
};
