import type { Poll } from '../../shared/domain/records/poll.ts';
import type { Language } from '../i18n/i18n.ts';

/** The words of chosen options, never abbreviated. An id that the poll does not offer is shown as it is. */
export const choiceWords = (poll: Poll, ids: readonly string[], language: Language): string =>
  ids.map((id) => poll.choices.options.find((option) => option.id === id)?.label[language] ?? id).join(', ');

/** The options that carry a text (R5). */
export const textOptions = (poll: Poll): readonly string[] =>
  poll.choices.options.filter(({ role }) => role === 'other').map(({ id }) => id);

/** Whether one of them is an "other opinion", which carries a text (R5). */
export const needsText = (poll: Poll, ids: readonly string[]): boolean =>
  textOptions(poll).some((id) => ids.includes(id));
