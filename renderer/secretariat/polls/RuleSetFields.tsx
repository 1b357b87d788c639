import { useTranslation } from 'react-i18next';
import type { Fraction } from '../../../shared/domain/records/common.ts';
import type { RuleSet } from '../../../shared/domain/records/poll.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Select } from '../../ui/Select.tsx';
import { useRuleSentence } from '../../voting/useRuleSentence.ts';
import { splitStyles as styles } from '../Split.tsx';
import { fractionKey, fractionsWith } from './fractions.ts';

const BASES = ['members', 'present', 'cast', 'yes_no'] as const;

const FractionSelect = ({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: Fraction;
  readonly onChange: (value: Fraction) => void;
}) => {
  const { t } = useTranslation();
  const options = fractionsWith(value);
  return (
    <Select
      label={label}
      options={options.map((one) => ({
        value: fractionKey(one),
        label: t(one.exclusive ? 'secretariat.rules.moreThan' : 'secretariat.rules.atLeast', {
          fraction: `${one.num}/${one.den}`,
        }),
      }))}
      value={fractionKey(value)}
      onChange={(key) => {
        const chosen = options.find((one) => fractionKey(one) === key);
        if (chosen !== undefined) onChange(chosen);
      }}
    />
  );
};

export interface RuleSetFieldsProps {
  readonly value: RuleSet;
  readonly onChange: (value: RuleSet) => void;
  /** R18: a slip has no presence, so neither a quorum nor the base `present`. */
  readonly hasPresence?: boolean;
}

/** R1–R3: what it takes, with the sentence that the minutes will say. */
export const RuleSetFields = ({ value, onChange, hasPresence = true }: RuleSetFieldsProps) => {
  const { t } = useTranslation();
  const sentence = useRuleSentence();
  const { quorum, base, threshold } = value;
  return (
    <>
      <div className={styles.two}>
        <FractionSelect
          label={t('secretariat.rules.threshold')}
          value={threshold}
          onChange={(next) => onChange({ ...value, threshold: next })}
        />
        <Select
          label={t('secretariat.rules.base')}
          options={BASES.filter((one) => hasPresence || one !== 'present').map((one) => ({
            value: one,
            label: t(`voting.rule.base.${one}`),
          }))}
          value={base}
          onChange={(next) => onChange({ ...value, base: next })}
        />
        {hasPresence ? (
          <FractionSelect
            label={t('secretariat.rules.quorum')}
            value={quorum.fraction}
            onChange={(fraction) => onChange({ ...value, quorum: { ...quorum, fraction } })}
          />
        ) : null}
      </div>
      {hasPresence ? (
        <Checkbox
          isSelected={quorum.remoteCounts}
          onChange={(remoteCounts) => onChange({ ...value, quorum: { ...quorum, remoteCounts } })}
        >
          {t('secretariat.rules.remoteCounts')}
        </Checkbox>
      ) : null}
      <p className={styles.quiet}>{sentence(value)}</p>
    </>
  );
};
