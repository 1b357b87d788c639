import type { ChoiceOption, ChoiceSet } from '../../../shared/domain/records/poll.ts';
import { isSame } from '../editing/fields.ts';

/** Choice sets that bodies use (R5). Labels stand in the poll in both languages, whoever writes it. */
export const CHOICE_PRESETS = ['approve', 'agree', 'yes_no', 'list'] as const;
export type ChoicePreset = (typeof CHOICE_PRESETS)[number];

const option = (id: string, role: ChoiceOption['role'], vi: string, en: string): ChoiceOption => ({
  ...{ id, role },
  label: { vi, en },
});

const FIXED: Readonly<Record<Exclude<ChoicePreset, 'list'>, ChoiceSet>> = {
  approve: {
    options: [
      option('yes', 'yes', 'Tán thành', 'In favour'),
      option('no', 'no', 'Không tán thành', 'Against'),
      option('abstain', 'abstain', 'Không biểu quyết', 'Abstain'),
    ],
    max: 1,
  },
  agree: {
    options: [
      option('yes', 'yes', 'Đồng ý', 'Agree'),
      option('no', 'no', 'Không đồng ý', 'Disagree'),
      option('other', 'other', 'Ý kiến khác', 'Other opinion'),
    ],
    max: 1,
  },
  yes_no: {
    options: [option('yes', 'yes', 'Có', 'Yes'), option('no', 'no', 'Không', 'No')],
    max: 1,
  },
};

/** A list of one's own, one option a line. */
export const listChoices = (lines: readonly string[], max: number): ChoiceSet => {
  const options = lines
    .map((line) => line.trim().slice(0, 500))
    .filter((line) => line !== '')
    .slice(0, 50)
    .map((line, index) => option(`option_${index + 1}`, 'option', line, line));
  return { options, max: Math.max(1, Math.min(max, options.length)) };
};

export const choicesOf = (preset: ChoicePreset): ChoiceSet =>
  preset === 'list' ? listChoices(['Phương án 1', 'Phương án 2'], 1) : FIXED[preset];

/** Which preset a choice set is; null for one that came from elsewhere. */
export const presetOf = (choices: ChoiceSet): ChoicePreset | null =>
  CHOICE_PRESETS.find((preset) => preset !== 'list' && isSame(FIXED[preset], choices)) ??
  (choices.options.every(({ role }) => role === 'option') ? 'list' : null);
