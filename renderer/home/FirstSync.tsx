import { useTranslation } from 'react-i18next';
import type { SyncState } from '../../shared/contract/client.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { Banner } from '../ui/Banner.tsx';
import { Progress } from '../ui/Progress.tsx';
import styles from './FirstSync.module.css';

/** The first copy is on its way: what is waited for, and what may be done meanwhile. */
export const FirstSync = ({ sync }: { readonly sync: SyncState }) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const stopped = sync.phase === 'offline' || sync.phase === 'trouble';
  return (
    <div className={styles.first}>
      {stopped ? (
        <Banner tone="offline">
          {t('home.firstSyncStopped')} {sync.error === null ? null : sentence(sync.error)}
        </Banner>
      ) : (
        <>
          <Progress label={t('home.firstSync')} value={0} max={null} />
          <p>{t('home.firstSyncHint')}</p>
        </>
      )}
    </div>
  );
};
