import { useTranslation } from 'react-i18next';
import { call, useQuery } from '../app/cabinet.ts';
import { useFormats } from '../i18n/format.ts';
import { Checkbox } from '../ui/Checkbox.tsx';
import { cx } from '../ui/cx.ts';
import { Select } from '../ui/Select.tsx';
import styles from './DisplaySettings.module.css';

const MB = 1_000_000;
/** What is offered, in bytes and in bytes per second; a value set elsewhere is offered too. */
const LIMITS = [1000 * MB, 2000 * MB, 5000 * MB, 10_000 * MB, 20_000 * MB];
const RATES = [0.1 * MB, 0.5 * MB, MB, 2 * MB, 5 * MB, 10 * MB];
const NONE = 'none';

const offered = (values: readonly number[], value: number | null): readonly number[] =>
  value === null || values.includes(value) ? values : [...values, value].sort((a, b) => a - b);

/** How much room papers may take on this device, and how much of the line. */
export const PaperSettings = () => {
  const { t } = useTranslation();
  const formats = useFormats();
  const query = useQuery('preferences.get', {});
  if (query.status !== 'ready') return null;
  const { paperLimit, paperRate, papersOnOpening } = query.value;
  const numberOf = (chosen: string): number | null => (chosen === NONE ? null : Number(chosen));
  const rate = (bytes: number): string => t('outbox.rate', { bytes: formats.bytes(bytes) });
  return (
    <div className={cx(styles.settings, styles.column)}>
      <Select
        label={t('account.paperLimit')}
        options={[
          { value: NONE, label: t('account.noPaperLimit') },
          ...offered(LIMITS, paperLimit).map((bytes) => ({
            value: String(bytes),
            label: formats.bytes(bytes),
          })),
        ]}
        value={paperLimit === null ? NONE : String(paperLimit)}
        onChange={(chosen) => void call('preferences.set', { paperLimit: numberOf(chosen) })}
      />
      <p className={styles.hint}>{t('account.paperLimitHint')}</p>
      <Select
        label={t('account.paperRate')}
        options={[
          { value: NONE, label: t('account.noPaperRate') },
          ...offered(RATES, paperRate).map((bytes) => ({ value: String(bytes), label: rate(bytes) })),
        ]}
        value={paperRate === null ? NONE : String(paperRate)}
        onChange={(chosen) => void call('preferences.set', { paperRate: numberOf(chosen) })}
      />
      <Checkbox
        isSelected={papersOnOpening}
        onChange={(next) => void call('preferences.set', { papersOnOpening: next })}
      >
        {t('account.papersOnOpening')}
      </Checkbox>
    </div>
  );
};
