import { Check } from 'lucide-react';
import { Checkbox, CheckboxGroup, Label, Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { ChoiceOption, Poll } from '../../shared/domain/records/poll.ts';
import { useLanguage } from '../i18n/format.ts';
import { cx } from '../ui/cx.ts';
import styles from './ChoicePicker.module.css';

/** A round mark where one is chosen, a square one where several may be. */
const Face = ({ option, several = false }: { readonly option: ChoiceOption; readonly several?: boolean }) => {
  const language = useLanguage();
  return (
    <>
      <span className={cx(styles.mark, several && styles.several)} aria-hidden>
        <Check size={20} strokeWidth={3} />
      </span>
      <span>{option.label[language]}</span>
    </>
  );
};

export interface ChoicePickerProps {
  readonly poll: Poll;
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** The choices of a poll, 56 px high and alike until one is chosen, so that a neighbour reads nothing (R5). */
export const ChoicePicker = ({ poll, chosen, onChange }: ChoicePickerProps) => {
  const { t } = useTranslation();
  const { options, max } = poll.choices;
  if (max === 1) {
    return (
      <RadioGroup className={cx(styles.group)} value={chosen[0] ?? null} onChange={(id) => onChange([id])}>
        <Label className={cx(styles.label)}>{t('voting.choose')}</Label>
        {options.map((option) => (
          <Radio key={option.id} value={option.id} className={cx(styles.choice)}>
            <Face option={option} />
          </Radio>
        ))}
      </RadioGroup>
    );
  }
  return (
    <CheckboxGroup className={cx(styles.group)} value={[...chosen]} onChange={onChange}>
      <Label className={cx(styles.label)}>{t('voting.chooseUpTo', { count: max })}</Label>
      {options.map((option) => (
        <Checkbox
          key={option.id}
          value={option.id}
          className={cx(styles.choice)}
          isDisabled={chosen.length >= max && !chosen.includes(option.id)}
        >
          <Face option={option} several />
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
};
