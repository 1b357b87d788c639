import { useTranslation } from 'react-i18next';
import { useCommand, useQuery } from '../app/cabinet.ts';
import { useFormats } from '../i18n/format.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import styles from './RestoredNotice.module.css';

/** Said once, quietly: the server was restored, and nobody has to do anything. */
export const RestoredNotice = () => {
  const { t } = useTranslation();
  const formats = useFormats();
  const sync = useQuery('sync.state', {});
  const seen = useCommand('sync.restoreSeen');
  if (sync.status !== 'ready' || sync.value.restoredAt === null) return null;
  const { restoredAt, waiting, phase } = sync.value;
  const time = formats.recent(restoredAt);
  const isBack = phase === 'up_to_date' && waiting === 0;
  return (
    <div className={styles.notice}>
      <Banner action={<Button onPress={() => void seen.run({})}>{t('home.restoredSeen')}</Button>}>
        <p>{t(isBack ? 'home.restoredBack' : 'home.restored', { time })}</p>
        <p className={styles.soft}>{t('home.restoredLog')}</p>
      </Banner>
    </div>
  );
};
