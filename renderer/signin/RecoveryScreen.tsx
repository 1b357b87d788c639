import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '../app/cabinet.ts';
import { Button } from '../ui/Button.tsx';
import { DeviceRecovery } from './DeviceRecovery.tsx';
import { Entrance } from './Entrance.tsx';
import { SheetRecovery } from './SheetRecovery.tsx';
import styles from './SignInScreen.module.css';

type Way = 'sheet' | 'device';

const Ways = ({ onChoose }: { readonly onChoose: (way: Way) => void }) => {
  const { t } = useTranslation();
  const ways = [
    { way: 'device', title: t('devices.recover.byDevice'), hint: t('devices.recover.byDeviceHint') },
    { way: 'sheet', title: t('devices.recover.bySheet'), hint: t('devices.recover.bySheetHint') },
  ] as const;
  return (
    <div className={styles.profiles}>
      {ways.map(({ way, title, hint }) => (
        <button key={way} type="button" className={styles.way} onClick={() => onChoose(way)}>
          <span className={styles.name}>{title}</span>
          <span className={styles.username}>{hint}</span>
        </button>
      ))}
      <p className={styles.note}>{t('devices.recover.otherwise')}</p>
    </div>
  );
};

/** A forgotten passphrase: by another device, by the sealed sheet, or by asking somebody. */
export const RecoveryScreen = ({
  username,
  onBack,
}: {
  /** Whose profile was chosen; empty for somebody new here. */
  readonly username: string;
  readonly onBack: () => void;
}) => {
  const { t } = useTranslation();
  const asking = useQuery('recovery.asking', {});
  const [chosen, setChosen] = useState<Way | null>(null);
  const isAsking = asking.status === 'ready' && asking.value.state !== 'none';
  // A request under way is gone on with, also after the window was opened again.
  const way = chosen ?? (isAsking ? 'device' : null);
  useEffect(() => {
    document.title = `${t('devices.recover.title')} · E-Cabinet`;
  }, [t]);
  return (
    <Entrance
      title={
        way === null
          ? t('devices.recover.title')
          : t(way === 'sheet' ? 'devices.recover.bySheet' : 'devices.recover.byDevice')
      }
      {...(way === null ? { lead: t('devices.recover.lead') } : {})}
    >
      {way === null ? <Ways onChoose={setChosen} /> : null}
      {way === 'sheet' ? <SheetRecovery username={username} /> : null}
      {way === 'device' ? <DeviceRecovery username={username} /> : null}
      <Button variant="quiet" onPress={chosen === null || isAsking ? onBack : () => setChosen(null)}>
        {chosen === null || isAsking ? t('devices.recover.back') : t('common.back')}
      </Button>
    </Entrance>
  );
};
