import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChoiceSet } from '../../../shared/domain/records/poll.ts';
import { useLanguage } from '../../i18n/format.ts';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { factLine } from '../../ui/factLine.ts';
import { splitStyles as styles } from '../Split.tsx';
import { CHOICE_PRESETS, choicesOf, listChoices, presetOf } from './choicePresets.ts';

const OwnList = ({
  value,
  onChange,
}: {
  readonly value: ChoiceSet;
  readonly onChange: (value: ChoiceSet) => void;
}) => {
  const { t } = useTranslation();
  const language = useLanguage();
  // As typed: an empty last line is where the next option goes.
  const [lines, setLines] = useState(() => value.options.map(({ label }) => label[language]).join('\n'));
  return (
    <>
      <TextField
        label={t('secretariat.poll.options')}
        hint={t('secretariat.poll.optionsHint')}
        rows={5}
        value={lines}
        onChange={(text) => {
          setLines(text);
          onChange(listChoices(text.split('\n'), value.max));
        }}
        error={value.options.length < 2 ? t('secretariat.poll.optionsFew') : null}
      />
      <TextField
        label={t('secretariat.poll.max')}
        inputMode="numeric"
        value={String(value.max)}
        onChange={(text) => {
          const max = Number(text.replace(/\D/g, '')) || 1;
          onChange({ ...value, max: Math.max(1, Math.min(max, value.options.length)) });
        }}
      />
    </>
  );
};

/** R5: one of the usual sets of choices, or a list of one's own. */
export const ChoicesField = ({
  value,
  onChange,
}: {
  readonly value: ChoiceSet;
  readonly onChange: (value: ChoiceSet) => void;
}) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const preset = presetOf(value);
  return (
    <>
      <Select
        label={t('secretariat.poll.choices')}
        placeholder={factLine(value.options.map(({ label }) => label[language]))}
        options={CHOICE_PRESETS.map((one) => ({ value: one, label: t(`secretariat.poll.presets.${one}`) }))}
        value={preset}
        onChange={(next) => onChange(choicesOf(next))}
      />
      {preset === 'list' ? (
        <OwnList value={value} onChange={onChange} />
      ) : (
        <p className={styles.quiet}>{factLine(value.options.map(({ label }) => label[language]))}</p>
      )}
    </>
  );
};
