import type { ChoiceOption, PollResult, PollStatement } from '../records/poll.ts';

export type Language = 'vi' | 'en';

/** A label inside a sentence: options of a list keep their own spelling. */
const inSentence = ({ label, role }: ChoiceOption, language: Language): string =>
  role === 'option'
    ? label[language]
    : label[language].charAt(0).toLocaleLowerCase(language) + label[language].slice(1);

const WORDS = {
  vi: {
    passed: (needed: number, base: number) => `Thông qua: cần ${needed}/${base}, có `,
    failed: (needed: number, base: number) => `Không thông qua: cần ${needed}/${base}, có `,
    list: 'Kết quả: ',
    notVoted: 'không tham gia biểu quyết',
    conflict: 'mâu thuẫn chưa xác nhận',
    late: 'đến muộn không được tính',
  },
  en: {
    passed: (needed: number, base: number) => `Passed: ${needed}/${base} needed, `,
    failed: (needed: number, base: number) => `Not passed: ${needed}/${base} needed, `,
    list: 'Result: ',
    notVoted: 'did not vote',
    conflict: 'in unconfirmed conflict',
    late: 'late and not counted',
  },
} as const;

/**
 * R17: why a result is what it is, in one sentence. Members without a counted ballot are shown on their own; late
 * ballots and open conflicts only where there are any.
 */
export const explainResult = (
  result: PollResult,
  statement: Pick<PollStatement, 'choices'>,
  language: Language,
): string => {
  const words = WORDS[language];
  const open = result.lines.filter(({ conflict, choices }) => conflict && choices.length === 0).length;
  const beginning =
    result.needed === null
      ? words.list
      : words[result.passed ? 'passed' : 'failed'](result.needed, result.baseCount);
  const parts = statement.choices.options.map((option) => {
    const count = result.counts.find(({ optionId }) => optionId === option.id)?.count ?? 0;
    return `${count} ${inSentence(option, language)}`;
  });
  parts.push(`${result.notVotedCount - open} ${words.notVoted}`);
  if (open > 0) parts.push(`${open} ${words.conflict}`);
  if (result.lateCount > 0) parts.push(`${result.lateCount} ${words.late}`);
  return `${beginning}${parts.join(', ')}.`;
};
