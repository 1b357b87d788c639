import { useTranslation } from 'react-i18next';
import { CLASSIFICATIONS } from '../../shared/domain/records/common.ts';
import type { DevicePolicy } from '../../shared/domain/records/policy.ts';
import { Select } from '../ui/Select.tsx';
import styles from './Admin.module.css';

const MINUTES = [1, 2, 5, 10, 15, 20, 30, 60, 120, 240] as const;
const DAYS = [1, 2, 3, 5, 7, 14, 30, 60, 90, 180, 365] as const;
const NEVER = 'never';

/** In order, with what stands now among them. */
const among = (offered: readonly number[], now: number | null): readonly number[] =>
  [...new Set(now === null ? offered : [...offered, now])].sort((a, b) => a - b);

/** What the organisation asks of its members' devices. */
export const PolicyFields = ({
  policy,
  onChange,
}: {
  readonly policy: DevicePolicy;
  readonly onChange: (policy: DevicePolicy) => void;
}) => {
  const { t } = useTranslation();
  const { idleMinutes, confirmFrom, leaseDays } = policy;
  return (
    <section className={styles.form} aria-label={t('lock.policy.title')}>
      <h2>{t('lock.policy.title')}</h2>
      <Select
        label={t('lock.policy.idle')}
        options={among(MINUTES, idleMinutes).map((count) => ({
          value: String(count),
          label: t('lock.policy.minutes', { count }),
        }))}
        value={String(idleMinutes)}
        onChange={(chosen) => onChange({ ...policy, idleMinutes: Number(chosen) })}
      />
      <Select
        label={t('lock.policy.confirmFrom')}
        options={CLASSIFICATIONS.map((value) => ({ value, label: t(`common.classification.${value}`) }))}
        value={confirmFrom}
        onChange={(chosen) => onChange({ ...policy, confirmFrom: chosen })}
      />
      <p className={styles.soft}>{t('lock.policy.confirmHint')}</p>
      <h3>{t('lock.policy.leases')}</h3>
      {CLASSIFICATIONS.map((one) => (
        <Select
          key={one}
          label={t(`common.classification.${one}`)}
          options={[
            { value: NEVER, label: t('lock.policy.never') },
            ...among(DAYS, leaseDays[one]).map((count) => ({
              value: String(count),
              label: t('lock.policy.days', { count }),
            })),
          ]}
          value={leaseDays[one] === null ? NEVER : String(leaseDays[one])}
          onChange={(chosen) =>
            onChange({
              ...policy,
              leaseDays: { ...leaseDays, [one]: chosen === NEVER ? null : Number(chosen) },
            })
          }
        />
      ))}
    </section>
  );
};
