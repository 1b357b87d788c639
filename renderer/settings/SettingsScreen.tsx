import { useTranslation } from 'react-i18next';
import { useQuery } from '../app/cabinet.ts';
import { Screen } from '../app/Screen.tsx';
import { useSession } from '../app/session.ts';
import { useFormats } from '../i18n/format.ts';
import { Badge } from '../ui/Badge.tsx';
import { Banner } from '../ui/Banner.tsx';
import { ErrorState, Skeleton } from '../ui/States.tsx';
import { Section } from '../ui/Section.tsx';
import { DisplaySettings } from './DisplaySettings.tsx';
import styles from './SettingsScreen.module.css';

/** Devices on which this person has signed in: an unknown one among them is a reason to call somebody. */
const Devices = () => {
  const { t } = useTranslation();
  const formats = useFormats();
  const session = useSession();
  const query = useQuery('session.devices', {});
  if (query.status === 'loading') return <Skeleton lines={2} />;
  if (query.status === 'failed') return <ErrorState error={query.error} onRetry={query.retry} />;
  const devices = [...query.value.devices].sort((a, b) => (a.enrolledAt < b.enrolledAt ? 1 : -1));
  return (
    <>
      <ul className={styles.devices}>
        {devices.map((device) => (
          <li key={device.id} className={styles.device}>
            <div>
              <span className={styles.label}>{device.label}</span>
              <span className={styles.when}>
                {t('account.enrolledAt', { when: formats.dateTime(device.enrolledAt) })}
              </span>
            </div>
            {device.revokedAt !== null ? (
              <Badge tone="danger">
                {t('account.revoked', { when: formats.shortDate(device.revokedAt) })}
              </Badge>
            ) : device.id === session.deviceId ? (
              <Badge tone="primary">{t('account.thisDevice')}</Badge>
            ) : null}
          </li>
        ))}
      </ul>
      <Banner>{t('account.unknownDevice')}</Banner>
    </>
  );
};

export const SettingsScreen = () => {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <Screen title={t('account.title')}>
      <Section title={t('account.display')}>
        <DisplaySettings />
      </Section>
      <Section title={t('account.me')}>
        <dl className={styles.facts}>
          <dt>{t('account.name')}</dt>
          <dd>{session.person?.name}</dd>
          <dt>{t('account.position')}</dt>
          <dd>{session.person?.position}</dd>
          <dt>{t('account.username')}</dt>
          <dd>{session.username}</dd>
          <dt>{t('account.server')}</dt>
          <dd>{session.serverUrl}</dd>
        </dl>
      </Section>
      <Section title={t('account.devices')}>
        <Devices />
      </Section>
    </Screen>
  );
};
