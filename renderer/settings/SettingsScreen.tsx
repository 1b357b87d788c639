import { useTranslation } from 'react-i18next';
import { Screen } from '../app/Screen.tsx';
import { useSession } from '../app/session.ts';
import { Section } from '../ui/Section.tsx';
import { Devices } from './Devices.tsx';
import { DisplaySettings } from './DisplaySettings.tsx';
import { LockSettings } from './LockSettings.tsx';
import { PaperSettings } from './PaperSettings.tsx';
import { RecoverySheet } from './RecoverySheet.tsx';
import styles from './SettingsScreen.module.css';

export const SettingsScreen = () => {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <Screen title={t('account.title')}>
      <Section title={t('account.display')}>
        <DisplaySettings />
      </Section>
      <Section title={t('account.papers')}>
        <PaperSettings />
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
      <Section title={t('lock.settings.title')}>
        <LockSettings />
      </Section>
      <Section title={t('account.devices')}>
        <Devices />
      </Section>
      <Section title={t('devices.sheet.section')}>
        <RecoverySheet />
      </Section>
    </Screen>
  );
};
